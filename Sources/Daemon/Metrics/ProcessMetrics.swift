/// About the process, under the names that Prometheus's own client libraries use.
enum ProcessMetrics {
  static func families(_ usage: ProcessUsage?) -> [MetricFamily] {
    var cpu = MetricFamily(
      "process_cpu_seconds", .counter, "Processor time of the process, in seconds.")
    var resident = MetricFamily(
      "process_resident_memory_bytes", .gauge, "Memory that the process has, in bytes.")
    var open = MetricFamily("process_open_fds", .gauge, "Open file descriptors.")
    var most = MetricFamily(
      "process_max_fds", .gauge, "How many file descriptors may be open (LimitNOFILE=).")
    if let usage {
      cpu.add(Double(usage.processorNanoseconds) / 1e9)
      resident.add(UInt64(usage.residentBytes))
      open.add(UInt64(usage.openDescriptors))
      most.add(usage.maximumDescriptors)
    }
    return [cpu, resident, open, most]
  }
}
