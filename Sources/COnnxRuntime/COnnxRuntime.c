#include "COnnxRuntime.h"

#include <dlfcn.h>
#include <stdio.h>

#define API_VERSION 1

typedef struct {
  const OrtApi *(*GetApi)(uint32_t version);
  const char *(*GetVersionString)(void);
} OrtApiBase;

// The place of a function in the table; a slip in the counts between them would call another one.
#define SLOT(name, number) _Static_assert(offsetof(OrtApi, name) == (number) * sizeof(void *), #name)
SLOT(GetErrorMessage, 2);
SLOT(CreateEnv, 3);
SLOT(CreateSessionFromArray, 8);
SLOT(Run, 9);
SLOT(CreateSessionOptions, 10);
SLOT(SetSessionLogSeverityLevel, 22);
SLOT(SetIntraOpNumThreads, 24);
SLOT(SetInterOpNumThreads, 25);
SLOT(SessionGetInputCount, 30);
SLOT(SessionGetInputTypeInfo, 33);
SLOT(SessionGetInputName, 36);
SLOT(CreateTensorWithDataAsOrtValue, 49);
SLOT(IsTensor, 50);
SLOT(GetTensorMutableData, 51);
SLOT(CastTypeInfoToTensorInfo, 55);
SLOT(GetTensorElementType, 60);
SLOT(GetTensorTypeAndShape, 65);
SLOT(CreateCpuMemoryInfo, 69);
SLOT(AllocatorFree, 76);
SLOT(GetAllocatorWithDefaultOptions, 78);
SLOT(ReleaseEnv, 92);
SLOT(ReleaseValue, 96);
SLOT(ReleaseTypeInfo, 98);
SLOT(ReleaseSessionOptions, 100);

const char *onnxruntime_open(const char *path, onnxruntime_library *library, char *buffer, size_t bytes) {
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    const char *reason = dlerror();
    snprintf(buffer, bytes, "%s", reason ? reason : "it cannot be loaded");
    return buffer;
  }
  const OrtApiBase *(*base)(void) = (const OrtApiBase *(*)(void))dlsym(handle, "OrtGetApiBase");
  if (!base) {
    dlclose(handle);
    return "it has no OrtGetApiBase, so that it is not ONNX Runtime";
  }
  library->version = base()->GetVersionString();
  const OrtApi *api = base()->GetApi(API_VERSION);
  if (!api) {
    snprintf(buffer, bytes, "release %s does not hand out version %d of its API", library->version, API_VERSION);
    return buffer;
  }
  library->api = api;
  return NULL;
}
