import UDFWire

/// The edges that a score UDF sits between.
enum ScoreEdge: String, Sendable, CaseIterable {
  case streamToStream = "stream->stream"
  case batchToBatch = "batch->batch"
  case batchToStream = "batch->stream"
  case streamToBatch = "stream->batch"

  var wants: EdgeType { self == .batchToBatch || self == .batchToStream ? .batch : .stream }
  var provides: EdgeType { self == .batchToBatch || self == .streamToBatch ? .batch : .stream }
}
