import ModelRuntime

/// About models.
enum ModelMetrics {
  static func families(_ models: [ModelStatus]) -> [MetricFamily] {
    var info = MetricFamily(
      "udfd_model_info", .gauge, labels: ["model", "format", "kind", "digest"],
      "What a model is; always 1.")
    var generation = MetricFamily(
      "udfd_model_generation", .gauge, labels: ["model"],
      "Grows with every model swapped in; 0 where none was loaded.")
    var load = MetricFamily(
      "udfd_model_load_seconds", .gauge, labels: ["model"], "How long the model took to load.")
    var memory = MetricFamily(
      "udfd_model_memory_bytes", .gauge, labels: ["model"],
      "Bytes that the model takes in memory, once for all tasks.")
    var predictions = MetricFamily(
      "udfd_model_predictions", .counter, labels: ["model"],
      "Rows that the model has evaluated, over all generations.")
    var failed = MetricFamily(
      "udfd_model_failed", .gauge, labels: ["model"], "Whether the model's last load failed.")
    for status in models {
      let name = status.name
      generation.add(status.generation, name)
      predictions.add(status.predictions, name)
      failed.add(status.failure != nil, name)
      guard let metadata = status.model?.metadata else { continue }
      info.add(1.0, name, metadata.format, metadata.kind, metadata.digest)
      load.add(metadata.loadDuration / .seconds(1), name)
      memory.add(UInt64(max(0, metadata.memoryBytes)), name)
    }
    return [info, generation, load, memory, predictions, failed]
  }
}
