#pragma once
#include <stddef.h>
#include <stdint.h>

/// SHA-256 (FIPS 180-4) of bytes that come in pieces. Uses the processor's SHA instructions where it has them.
typedef struct {
  uint32_t words[8];
  /// What the last pieces left of a block: `count % 64` bytes.
  uint8_t rest[64];
  /// Bytes so far.
  uint64_t count;
  /// Adds whole blocks of 64 bytes to `words`.
  void (*compress)(uint32_t words[8], const uint8_t *block, size_t blocks);
} cdigest_sha256_state;

void cdigest_sha256_begin(cdigest_sha256_state *state);
/// As `begin`, without special instructions: the reference that tests compare against.
void cdigest_sha256_begin_portable(cdigest_sha256_state *state);
void cdigest_sha256_add(cdigest_sha256_state *state, const void *bytes, size_t count);
/// Writes the digest, 32 bytes; the state is of no more use.
void cdigest_sha256_finish(cdigest_sha256_state *state, uint8_t *digest);
