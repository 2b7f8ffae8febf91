import KapacitorUDFTesting
import UDFWire

/// A point with a sequence number.
func numbered(_ number: Int, group: String = "a") -> Point {
  .point(
    fields: ["n": .int(Int64(number)), "value": .double(Double(number) * 0.5)],
    tags: ["host": group], timeNanoseconds: Int64(number) * 1_000_000_000)
}

/// A point as it is inside a batch.
func batched(_ number: Int) -> Point {
  var point = numbered(number)
  point.name = ""
  point.database = ""
  point.retentionPolicy = ""
  point.dimensions = []
  return point
}

let start = Request.initialize(InitRequest(taskID: "task", nodeID: "node2"))

func begin(_ name: String = "batch", size: Int64 = 0) -> BeginBatch {
  BeginBatch(name: name, group: "host=a", tags: ["host": "a"], size: size)
}

func end(_ name: String = "batch", at timeNanoseconds: Int64 = 9) -> EndBatch {
  EndBatch(of: begin(name), maximumTimeNanoseconds: timeNanoseconds)
}
