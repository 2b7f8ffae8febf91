// swift-tools-version: 6.2
import PackageDescription

// The house, ground floor up; arrows point down only (docs/architecture.md).
let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

func module(_ name: String, on dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
  of name: String, on dependencies: [Target.Dependency] = [], excluding excluded: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: excluded,
    swiftSettings: strict)
}

let package = Package(
  name: "udfd",
  products: [
    .library(name: "KapacitorUDF", targets: ["KapacitorUDF", "UDFWire"]),
    .library(name: "KapacitorUDFTesting", targets: ["KapacitorUDFTesting"]),
    .library(name: "UDFDaemon", targets: ["Commands"]),
    .executable(name: "udfd", targets: ["udfd"]),
    .library(name: "FuzzTargets", targets: ["FuzzTargets"]),
  ],
  targets: [
    // C and C++ from the system, each behind the smallest shim that Swift can import.
    .target(name: "CKernel"),
    .target(name: "CDigest"),
    .target(name: "CToml"),
    .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CLzma", pkgConfig: "liblzma"),
    .systemLibrary(name: "CProcessor"),
    .target(name: "CMicroHTTPD", linkerSettings: [.linkedLibrary("microhttpd")]),
    .target(name: "COnnxRuntime"),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),

    module("Locks"),
    module("PlainText"),
    module("UDFWire"),
    module("KapacitorUDF", on: ["Locks", "PlainText", "UDFWire"]),
    module("KapacitorUDFTesting", on: ["KapacitorUDF", "Locks", "UDFWire"]),
    module(
      "ModelRuntime",
      on: [
        "CKernel", "CDigest", "CZlib", "CLzma", "CProcessor", "COnnxRuntime", "Locks", "PlainText",
      ]),
    module("Lambda", on: ["CRE2", "PlainText"]),
    module("Settings", on: ["PlainText"]),
    module(
      "Handlers",
      on: [
        "KapacitorUDF", "KapacitorUDFTesting", "UDFWire", "ModelRuntime", "Lambda", "PlainText",
        "Settings",
      ]),
    module("KapacitorPeer", on: ["KapacitorUDF", "UDFWire", "CKernel", "Locks", "PlainText"]),
    module(
      "Daemon",
      on: [
        "CKernel", "CToml", "CSystemd", "CMicroHTTPD", "KapacitorUDF", "UDFWire", "ModelRuntime",
        "Handlers",
        "Locks", "PlainText", "Settings",
      ]),
    module(
      "Commands",
      on: [
        "Daemon", "KapacitorPeer", "KapacitorUDFTesting", "Handlers", "Locks", "ModelRuntime",
        "Lambda", "PlainText", "Settings",
      ]),
    .executableTarget(name: "udfd", dependencies: ["Commands"], swiftSettings: strict),

    // A udfd with one more handler, which keeps its loop: for the tests under a real systemd.
    .executableTarget(
      name: "udfd-probe", dependencies: ["Commands", "KapacitorUDF"], path: "Tests/Systemd/Probe",
      swiftSettings: strict),

    // Tasks that stream while udfd is restarted and killed: scripts/test-continuity
    .executableTarget(
      name: "continuity-run", dependencies: ["KapacitorPeer", "Locks", "UDFWire"],
      path: "Tests/ContinuityRun", swiftSettings: strict),

    // What libFuzzer drives (scripts/fuzz) and every test run feeds with the corpus.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "UDFWire", "KapacitorUDF", "KapacitorUDFTesting", "ModelRuntime", "Lambda", "Handlers",
        "Daemon",
      ],
      path: "Fuzz/Targets", swiftSettings: strict),
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzTargets", "UDFWire"], path: "Fuzz/Tests",
      swiftSettings: strict),

    // Counts heap allocations in tests, by standing in for malloc.
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),

    // What a score UDF costs against a coded one: swift run -c release ScoreBenchmarks
    .executableTarget(
      name: "ScoreBenchmarks",
      dependencies: ["Handlers", "KapacitorUDF", "ModelRuntime", "Settings", "UDFWire"],
      path: "Benchmarks/ScoreBenchmarks", swiftSettings: strict),

    // What the wire costs per point: swift run -c release WireBenchmarks
    .executableTarget(
      name: "WireBenchmarks", dependencies: ["UDFWire"], path: "Benchmarks/WireBenchmarks",
      swiftSettings: strict),

    // What evaluating a model costs: scripts/bench-models
    .executableTarget(
      name: "ModelBenchmarks", dependencies: ["ModelRuntime"], path: "Benchmarks/ModelBenchmarks",
      swiftSettings: strict),

    tests(of: "Locks"),
    tests(of: "PlainText"),
    tests(of: "UDFWire", on: ["CAllocationCounter"]),
    tests(of: "KapacitorUDF", on: ["KapacitorUDFTesting", "CAllocationCounter"]),
    tests(of: "ModelRuntime", on: ["CDigest", "CKernel"], excluding: ["Fixtures"]),
    tests(of: "Lambda"),
    tests(of: "Settings"),
    tests(of: "Handlers", on: ["KapacitorUDFTesting", "CAllocationCounter"]),
    tests(of: "KapacitorPeer", on: ["Locks"]),
    // A daemon for the tests to kill.
    .executableTarget(
      name: "ContinuityChild", dependencies: ["Daemon", "Locks"], path: "Tests/ContinuityChild",
      swiftSettings: strict),
    tests(
      of: "Daemon",
      on: [
        "KapacitorPeer", "KapacitorUDFTesting", "CAllocationCounter", "ContinuityChild", "Locks",
      ]),
    tests(
      of: "Commands",
      on: ["KapacitorPeer", "KapacitorUDFTesting", "Daemon", "Handlers", "udfd-probe"]),
    // udfd as a process beside a real kapacitord; the executable is named so that it is built.
    .testTarget(
      name: "KapacitordTests", dependencies: ["KapacitorPeer", "Daemon", "Locks", "udfd"],
      exclude: ["Fixtures"], swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
