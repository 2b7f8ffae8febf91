// SHA-256 as FIPS 180-4 writes it, and once more with x86's SHA instructions: hashing a large model
// in portable code would take longer than loading it.
#include "CDigest.h"

#include <string.h>

static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

typedef void (*compress_function)(uint32_t state[8], const uint8_t *block, size_t blocks);

static uint32_t rotate(uint32_t value, int count) {
  return value >> count | value << (32 - count);
}

static void compress_portable(uint32_t state[8], const uint8_t *block, size_t blocks) {
  for (; blocks > 0; blocks--, block += 64) {
    uint32_t w[64];
    for (int i = 0; i < 16; i++) {
      const uint8_t *p = block + 4 * i;
      w[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    }
    for (int i = 16; i < 64; i++) {
      uint32_t s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
      uint32_t s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i++) {
      uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + round_constants[i] + w[i];
      uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
  }
}

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

__attribute__((target("sha,sse4.1,ssse3"))) static void compress_sha_ni(uint32_t state[8],
                                                                          const uint8_t *block,
                                                                          size_t blocks) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  // The instructions want the state as ABEF and CDGH.
  __m128i dcba = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)&state[0]), 0xB1);
  __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)&state[4]), 0x1B);
  __m128i abef = _mm_alignr_epi8(dcba, hgfe, 8);
  __m128i cdgh = _mm_blend_epi16(hgfe, dcba, 0xF0);
  for (; blocks > 0; blocks--, block += 64) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i w[4];
    for (int i = 0; i < 4; i++) {
      w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(block + 16 * i)), big_endian);
    }
    for (int i = 0; i < 16; i++) {
      __m128i words = w[i & 3];
      __m128i sum = _mm_add_epi32(words, _mm_loadu_si128((const __m128i *)&round_constants[4 * i]));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
      // Words i+4: w[t-16] + s0(w[t-15]) + w[t-7] + s1(w[t-2]), four at a time.
      __m128i next = _mm_sha256msg1_epu32(words, w[(i + 1) & 3]);
      next = _mm_add_epi32(next, _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
      w[i & 3] = _mm_sha256msg2_epu32(next, w[(i + 3) & 3]);
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
  __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)&state[0], _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128((__m128i *)&state[4], _mm_alignr_epi8(dchg, feba, 8));
}

static compress_function fastest(void) {
  unsigned a, b, c, d;
  if (__get_cpuid(1, &a, &b, &c, &d) && (c & (1u << 19)) && (c & (1u << 9)) &&
      __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (1u << 29))) {
    return compress_sha_ni;
  }
  return compress_portable;
}
#else
static compress_function fastest(void) { return compress_portable; }
#endif

static void begin(cdigest_sha256_state *state, compress_function compress) {
  static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  memcpy(state->words, first, sizeof first);
  state->count = 0;
  state->compress = compress;
}

void cdigest_sha256_begin(cdigest_sha256_state *state) { begin(state, fastest()); }

void cdigest_sha256_begin_portable(cdigest_sha256_state *state) { begin(state, compress_portable); }

void cdigest_sha256_add(cdigest_sha256_state *state, const void *bytes, size_t count) {
  const uint8_t *data = bytes;
  const size_t held = state->count % 64;
  state->count += count;
  if (held > 0) {
    size_t wanted = 64 - held < count ? 64 - held : count;
    memcpy(state->rest + held, data, wanted);
    data += wanted, count -= wanted;
    if (held + wanted < 64) return;
    state->compress(state->words, state->rest, 1);
  }
  state->compress(state->words, data, count / 64);
  if (count % 64 > 0) memcpy(state->rest, data + count / 64 * 64, count % 64);
}

void cdigest_sha256_finish(cdigest_sha256_state *state, uint8_t *digest) {
  // A one bit, zeros, and the count in bits, to the end of a block.
  const uint64_t bits = state->count * 8;
  uint8_t tail[72] = {0x80};
  const size_t held = state->count % 64;
  const size_t zeros = (held < 56 ? 56 : 120) - held;
  for (int i = 0; i < 8; i++) tail[zeros + 7 - i] = (uint8_t)(bits >> (8 * i));
  cdigest_sha256_add(state, tail, zeros + 8);
  for (int i = 0; i < 8; i++) {
    digest[4 * i] = (uint8_t)(state->words[i] >> 24);
    digest[4 * i + 1] = (uint8_t)(state->words[i] >> 16);
    digest[4 * i + 2] = (uint8_t)(state->words[i] >> 8);
    digest[4 * i + 3] = (uint8_t)state->words[i];
  }
}
