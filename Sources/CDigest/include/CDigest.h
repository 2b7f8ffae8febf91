#pragma once
#include <stddef.h>
#include <stdint.h>

/// SHA-256 (FIPS 180-4) of `count` bytes, into 32 bytes at `digest`. Uses the processor's SHA
/// instructions where it has them.
void cdigest_sha256(const void *bytes, size_t count, uint8_t *digest);

/// The same without special instructions: the reference that tests compare against.
void cdigest_sha256_portable(const void *bytes, size_t count, uint8_t *digest);
