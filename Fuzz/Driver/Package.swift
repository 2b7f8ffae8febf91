// swift-tools-version: 6.2
import PackageDescription

// Built by scripts/fuzz alone, with -sanitize=fuzzer, which the package itself must not ask for.
let package = Package(
  name: "udfd-fuzz",
  dependencies: [.package(name: "udfd", path: "../..")],
  targets: [
    .executableTarget(
      name: "fuzz", dependencies: [.product(name: "FuzzTargets", package: "udfd")])
  ]
)
