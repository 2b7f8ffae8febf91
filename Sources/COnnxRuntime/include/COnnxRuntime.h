// ONNX Runtime's C API, as far as udfd uses it, without ONNX Runtime's header or library at build time.
//
// The API is a table of function pointers whose order never changes: what a release has added stands behind what was
// there (https://onnxruntime.ai, "C API"). Everything here has been there since version 1 of the table, which every
// release hands out, so that any library from 1.0 on serves.
#ifndef CONNXRUNTIME_H
#define CONNXRUNTIME_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct OrtStatus OrtStatus;
typedef struct OrtEnv OrtEnv;
typedef struct OrtSession OrtSession;
typedef struct OrtSessionOptions OrtSessionOptions;
typedef struct OrtRunOptions OrtRunOptions;
typedef struct OrtValue OrtValue;
typedef struct OrtTypeInfo OrtTypeInfo;
typedef struct OrtTensorTypeAndShapeInfo OrtTensorTypeAndShapeInfo;
typedef struct OrtMemoryInfo OrtMemoryInfo;
typedef struct OrtAllocator OrtAllocator;

// A failed call's status is the caller's to release; NULL: it succeeded.
typedef OrtStatus *_Nullable OrtResult;
// A function that udfd does not call.
typedef uintptr_t OrtUnusedSlot;

typedef struct OrtApi {
  OrtUnusedSlot unused_0[2];
  const char *_Nonnull (*_Nonnull GetErrorMessage)(const OrtStatus *status);
  OrtResult (*_Nonnull CreateEnv)(int severity, const char *name, OrtEnv *_Nullable *_Nonnull env);
  OrtUnusedSlot unused_4[4];
  OrtResult (*_Nonnull CreateSessionFromArray)(const OrtEnv *env, const void *model, size_t bytes,
                                      const OrtSessionOptions *options, OrtSession *_Nullable *_Nonnull session);
  OrtResult (*_Nonnull Run)(OrtSession *session, const OrtRunOptions *_Nullable options, const char *_Nullable const *_Nonnull input_names,
                   const OrtValue *_Nullable const *_Nonnull inputs, size_t input_count,
                   const char *_Nullable const *_Nonnull output_names, size_t output_count,
                   OrtValue *_Nullable *_Nonnull outputs);
  OrtResult (*_Nonnull CreateSessionOptions)(OrtSessionOptions *_Nullable *_Nonnull options);
  OrtUnusedSlot unused_11[11];
  OrtResult (*_Nonnull SetSessionLogSeverityLevel)(OrtSessionOptions *options, int severity);
  OrtUnusedSlot unused_23[1];
  OrtResult (*_Nonnull SetIntraOpNumThreads)(OrtSessionOptions *options, int threads);
  OrtResult (*_Nonnull SetInterOpNumThreads)(OrtSessionOptions *options, int threads);
  OrtUnusedSlot unused_26[4];
  OrtResult (*_Nonnull SessionGetInputCount)(const OrtSession *session, size_t *count);
  OrtResult (*_Nonnull SessionGetOutputCount)(const OrtSession *session, size_t *count);
  OrtUnusedSlot unused_32[1];
  OrtResult (*_Nonnull SessionGetInputTypeInfo)(const OrtSession *session, size_t index, OrtTypeInfo *_Nullable *_Nonnull info);
  OrtResult (*_Nonnull SessionGetOutputTypeInfo)(const OrtSession *session, size_t index, OrtTypeInfo *_Nullable *_Nonnull info);
  OrtUnusedSlot unused_35[1];
  // The name is released with AllocatorFree.
  OrtResult (*_Nonnull SessionGetInputName)(const OrtSession *session, size_t index, OrtAllocator *allocator,
                                   char *_Nullable *_Nonnull name);
  OrtResult (*_Nonnull SessionGetOutputName)(const OrtSession *session, size_t index, OrtAllocator *allocator,
                                    char *_Nullable *_Nonnull name);
  OrtUnusedSlot unused_38[11];
  // A tensor over memory of the caller's.
  OrtResult (*_Nonnull CreateTensorWithDataAsOrtValue)(const OrtMemoryInfo *memory, void *data, size_t bytes,
                                              const int64_t *_Nullable shape, size_t rank, int element_type,
                                              OrtValue *_Nullable *_Nonnull value);
  OrtResult (*_Nonnull IsTensor)(const OrtValue *value, int *is_tensor);
  OrtResult (*_Nonnull GetTensorMutableData)(OrtValue *value, void *_Nullable *_Nonnull data);
  OrtUnusedSlot unused_52[3];
  // NULL where the type is no tensor; belongs to the type.
  OrtResult (*_Nonnull CastTypeInfoToTensorInfo)(const OrtTypeInfo *info,
                                        const OrtTensorTypeAndShapeInfo *_Nullable *_Nonnull tensor);
  OrtUnusedSlot unused_56[4];
  OrtResult (*_Nonnull GetTensorElementType)(const OrtTensorTypeAndShapeInfo *info, int *element_type);
  OrtResult (*_Nonnull GetDimensionsCount)(const OrtTensorTypeAndShapeInfo *info, size_t *rank);
  OrtResult (*_Nonnull GetDimensions)(const OrtTensorTypeAndShapeInfo *info, int64_t *shape, size_t rank);
  OrtUnusedSlot unused_63[2];
  OrtResult (*_Nonnull GetTensorTypeAndShape)(const OrtValue *value, OrtTensorTypeAndShapeInfo *_Nullable *_Nonnull info);
  OrtUnusedSlot unused_66[3];
  OrtResult (*_Nonnull CreateCpuMemoryInfo)(int allocator, int memory, OrtMemoryInfo *_Nullable *_Nonnull info);
  OrtUnusedSlot unused_70[6];
  OrtResult (*_Nonnull AllocatorFree)(OrtAllocator *allocator, void *memory);
  OrtUnusedSlot unused_77[1];
  // The one that the library has always; it is not released.
  OrtResult (*_Nonnull GetAllocatorWithDefaultOptions)(OrtAllocator *_Nullable *_Nonnull allocator);
  OrtUnusedSlot unused_79[13];
  void (*_Nonnull ReleaseEnv)(OrtEnv *env);
  void (*_Nonnull ReleaseStatus)(OrtStatus *status);
  void (*_Nonnull ReleaseMemoryInfo)(OrtMemoryInfo *info);
  void (*_Nonnull ReleaseSession)(OrtSession *session);
  void (*_Nonnull ReleaseValue)(OrtValue *value);
  OrtUnusedSlot unused_97[1];
  void (*_Nonnull ReleaseTypeInfo)(OrtTypeInfo *info);
  void (*_Nonnull ReleaseTensorTypeAndShapeInfo)(OrtTensorTypeAndShapeInfo *info);
  void (*_Nonnull ReleaseSessionOptions)(OrtSessionOptions *options);
} OrtApi;

typedef struct {
  const OrtApi *_Nullable api;
  // `1.32.0`
  const char *_Nullable version;
} onnxruntime_library;

// Opens the shared library at `path`, for good: what it has started is not undone by closing it.
//
// Returns NULL, or one line that says why it cannot serve; `buffer` may hold that line.
const char *_Nullable onnxruntime_open(const char *path, onnxruntime_library *library, char *buffer, size_t bytes);

#pragma clang assume_nonnull end

#endif
