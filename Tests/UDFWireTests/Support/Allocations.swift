import CAllocationCounter
import XCTest

/// How many heap allocations `body` makes on this thread. Skips the test where a sanitizer owns
/// malloc.
func allocations(in body: () throws -> Void) throws -> UInt64 {
  try XCTSkipUnless(allocations_are_counted(), "a sanitizer owns malloc")
  let before = allocations_on_this_thread()
  try body()
  return allocations_on_this_thread() - before
}
