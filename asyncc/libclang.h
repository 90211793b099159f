// libclang.h: libclang, which is loaded when it is needed. Only parse*.c and libclang.c include it.
//
// To load it and LLVM takes longer than to preprocess a small file. So asyncc is not linked with
// them: a file without the dialect does without, and for others the preprocessor runs meanwhile.
// What this program calls of libclang stands in a table of pointers, under its own names.
#ifndef ASYNCC_LIBCLANG_H
#define ASYNCC_LIBCLANG_H

#include <clang-c/Index.h>
#include <stdbool.h>

#define LIBCLANG_FUNCTIONS(F)                                                                      \
    F(clang_Cursor_Evaluate)                                                                       \
    F(clang_Cursor_getArgument)                                                                    \
    F(clang_Cursor_getNumArguments)                                                                \
    F(clang_Cursor_getStorageClass)                                                                \
    F(clang_Cursor_getVarDeclInitializer)                                                          \
    F(clang_Cursor_isBitField)                                                                     \
    F(clang_Cursor_isNull)                                                                         \
    F(clang_EvalResult_dispose)                                                                    \
    F(clang_EvalResult_getKind)                                                                    \
    F(clang_Type_getAlignOf)                                                                       \
    F(clang_Type_getNamedType)                                                                     \
    F(clang_Type_getSizeOf)                                                                        \
    F(clang_Type_getValueType)                                                                     \
    F(clang_Type_visitFields)                                                                      \
    F(clang_createIndex)                                                                           \
    F(clang_disposeDiagnostic)                                                                     \
    F(clang_disposeIndex)                                                                          \
    F(clang_disposeString)                                                                         \
    F(clang_disposeTranslationUnit)                                                                \
    F(clang_equalCursors)                                                                          \
    F(clang_equalLocations)                                                                        \
    F(clang_getArgType)                                                                            \
    F(clang_getArraySize)                                                                          \
    F(clang_getCanonicalCursor)                                                                    \
    F(clang_getCString)                                                                            \
    F(clang_getCanonicalType)                                                                      \
    F(clang_getCursorBinaryOperatorKind)                                                           \
    F(clang_getCursorDefinition)                                                                   \
    F(clang_getCursorExtent)                                                                       \
    F(clang_getCursorKind)                                                                         \
    F(clang_getCursorLocation)                                                                     \
    F(clang_getCursorReferenced)                                                                   \
    F(clang_getCursorResultType)                                                                   \
    F(clang_getCursorLexicalParent)                                                                \
    F(clang_getCursorSemanticParent)                                                               \
    F(clang_getCursorSpelling)                                                                     \
    F(clang_getCursorType)                                                                         \
    F(clang_getCursorVisibility)                                                                   \
    F(clang_getCursorUnaryOperatorKind)                                                            \
    F(clang_getDiagnostic)                                                                         \
    F(clang_getDiagnosticLocation)                                                                 \
    F(clang_getDiagnosticOption)                                                                   \
    F(clang_getDiagnosticSeverity)                                                                 \
    F(clang_getDiagnosticSpelling)                                                                 \
    F(clang_getElementType)                                                                        \
    F(clang_getEnumConstantDeclValue)                                                              \
    F(clang_getEnumDeclIntegerType)                                                                \
    F(clang_getFileLocation)                                                                       \
    F(clang_getNullCursor)                                                                         \
    F(clang_getNumArgTypes)                                                                        \
    F(clang_getNumDiagnostics)                                                                     \
    F(clang_getPointeeType)                                                                        \
    F(clang_getRangeEnd)                                                                           \
    F(clang_getRangeStart)                                                                         \
    F(clang_getResultType)                                                                         \
    F(clang_getTranslationUnitCursor)                                                              \
    F(clang_getTypeDeclaration)                                                                    \
    F(clang_getTypeSpelling)                                                                       \
    F(clang_getTypedefDeclUnderlyingType)                                                          \
    F(clang_getUnqualifiedType)                                                                    \
    F(clang_isAttribute)                                                                           \
    F(clang_isConstQualifiedType)                                                                  \
    F(clang_isCursorDefinition)                                                                    \
    F(clang_isExpression)                                                                          \
    F(clang_isFunctionTypeVariadic)                                                                \
    F(clang_isInvalid)                                                                             \
    F(clang_isStatement)                                                                           \
    F(clang_isVolatileQualifiedType)                                                               \
    F(clang_parseTranslationUnit2)                                                                 \
    F(clang_visitChildren)

typedef struct {
#define MEMBER(name) __typeof__(name) *name;
    LIBCLANG_FUNCTIONS(MEMBER)
#undef MEMBER
} Libclang;

extern Libclang libclang;

#ifndef LIBCLANG_ITSELF
#define clang_Cursor_Evaluate libclang.clang_Cursor_Evaluate
#define clang_Cursor_getArgument libclang.clang_Cursor_getArgument
#define clang_Cursor_getNumArguments libclang.clang_Cursor_getNumArguments
#define clang_Cursor_getStorageClass libclang.clang_Cursor_getStorageClass
#define clang_Cursor_getVarDeclInitializer libclang.clang_Cursor_getVarDeclInitializer
#define clang_Cursor_isBitField libclang.clang_Cursor_isBitField
#define clang_Cursor_isNull libclang.clang_Cursor_isNull
#define clang_EvalResult_dispose libclang.clang_EvalResult_dispose
#define clang_EvalResult_getKind libclang.clang_EvalResult_getKind
#define clang_Type_getAlignOf libclang.clang_Type_getAlignOf
#define clang_Type_getNamedType libclang.clang_Type_getNamedType
#define clang_Type_getSizeOf libclang.clang_Type_getSizeOf
#define clang_Type_getValueType libclang.clang_Type_getValueType
#define clang_Type_visitFields libclang.clang_Type_visitFields
#define clang_createIndex libclang.clang_createIndex
#define clang_disposeDiagnostic libclang.clang_disposeDiagnostic
#define clang_disposeIndex libclang.clang_disposeIndex
#define clang_disposeString libclang.clang_disposeString
#define clang_disposeTranslationUnit libclang.clang_disposeTranslationUnit
#define clang_equalCursors libclang.clang_equalCursors
#define clang_equalLocations libclang.clang_equalLocations
#define clang_getArgType libclang.clang_getArgType
#define clang_getArraySize libclang.clang_getArraySize
#define clang_getCanonicalCursor libclang.clang_getCanonicalCursor
#define clang_getCString libclang.clang_getCString
#define clang_getCanonicalType libclang.clang_getCanonicalType
#define clang_getCursorBinaryOperatorKind libclang.clang_getCursorBinaryOperatorKind
#define clang_getCursorDefinition libclang.clang_getCursorDefinition
#define clang_getCursorExtent libclang.clang_getCursorExtent
#define clang_getCursorKind libclang.clang_getCursorKind
#define clang_getCursorLocation libclang.clang_getCursorLocation
#define clang_getCursorReferenced libclang.clang_getCursorReferenced
#define clang_getCursorResultType libclang.clang_getCursorResultType
#define clang_getCursorLexicalParent libclang.clang_getCursorLexicalParent
#define clang_getCursorSemanticParent libclang.clang_getCursorSemanticParent
#define clang_getCursorSpelling libclang.clang_getCursorSpelling
#define clang_getCursorType libclang.clang_getCursorType
#define clang_getCursorVisibility libclang.clang_getCursorVisibility
#define clang_getCursorUnaryOperatorKind libclang.clang_getCursorUnaryOperatorKind
#define clang_getDiagnostic libclang.clang_getDiagnostic
#define clang_getDiagnosticLocation libclang.clang_getDiagnosticLocation
#define clang_getDiagnosticOption libclang.clang_getDiagnosticOption
#define clang_getDiagnosticSeverity libclang.clang_getDiagnosticSeverity
#define clang_getDiagnosticSpelling libclang.clang_getDiagnosticSpelling
#define clang_getElementType libclang.clang_getElementType
#define clang_getEnumConstantDeclValue libclang.clang_getEnumConstantDeclValue
#define clang_getEnumDeclIntegerType libclang.clang_getEnumDeclIntegerType
#define clang_getFileLocation libclang.clang_getFileLocation
#define clang_getNullCursor libclang.clang_getNullCursor
#define clang_getNumArgTypes libclang.clang_getNumArgTypes
#define clang_getNumDiagnostics libclang.clang_getNumDiagnostics
#define clang_getPointeeType libclang.clang_getPointeeType
#define clang_getRangeEnd libclang.clang_getRangeEnd
#define clang_getRangeStart libclang.clang_getRangeStart
#define clang_getResultType libclang.clang_getResultType
#define clang_getTranslationUnitCursor libclang.clang_getTranslationUnitCursor
#define clang_getTypeDeclaration libclang.clang_getTypeDeclaration
#define clang_getTypeSpelling libclang.clang_getTypeSpelling
#define clang_getTypedefDeclUnderlyingType libclang.clang_getTypedefDeclUnderlyingType
#define clang_getUnqualifiedType libclang.clang_getUnqualifiedType
#define clang_isAttribute libclang.clang_isAttribute
#define clang_isConstQualifiedType libclang.clang_isConstQualifiedType
#define clang_isCursorDefinition libclang.clang_isCursorDefinition
#define clang_isExpression libclang.clang_isExpression
#define clang_isFunctionTypeVariadic libclang.clang_isFunctionTypeVariadic
#define clang_isInvalid libclang.clang_isInvalid
#define clang_isStatement libclang.clang_isStatement
#define clang_isVolatileQualifiedType libclang.clang_isVolatileQualifiedType
#define clang_parseTranslationUnit2 libclang.clang_parseTranslationUnit2
#define clang_visitChildren libclang.clang_visitChildren
#endif

#endif
