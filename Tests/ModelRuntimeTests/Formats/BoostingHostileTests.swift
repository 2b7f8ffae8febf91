import XCTest

@testable import ModelRuntime

/// Files that lie: each is refused in one line, or serves; none crashes or takes the memory that it
/// claims.
final class BoostingHostileTests: XCTestCase {
  /// Loads and, where that works, evaluates.
  private func tryOut(_ bytes: [UInt8]) -> ModelError? {
    do {
      let model = try ModelLoader.load(bytes)
      guard model.inputs.count <= 1_000, model.outputs.count <= 1_000 else { return nil }
      let count = model.inputs.count
      _ = model.evaluator.answers([
        [Double](repeating: .nan, count: count), [Double](repeating: 0, count: count),
        [Double](repeating: -.infinity, count: count), [Double](repeating: 1e300, count: count),
      ])
      return nil
    } catch {
      XCTAssertFalse(error.description.contains("\n"))
      return error
    }
  }

  /// One small model of each format.
  private func samples() throws -> [BoostingFixtures.Fixture] {
    let wanted = [
      "catboost_rmse_cbm.cbm", "catboost_lossguide_multiclass_cbm.cbm",
      "catboost_multiclass_json.json", "catboost_depthwise_json.json", "xgboost_category.json",
      "xgboost_dart.json", "xgboost_binary_ubj.ubj", "xgboost_category_one_hot.ubj",
      "lightgbm_category.txt", "lightgbm_linear.txt", "xgboost_linear_three.json",
    ]
    let found = try BoostingFixtures.shared.get().fixtures.filter { wanted.contains($0.name) }
    XCTAssertEqual(found.count, wanted.count)
    return found
  }

  func testCutShort() throws {
    for sample in try samples() {
      // What follows a LightGBM model's trees is for people.
      let needed = sample.model.firstRange(of: Array("end of trees".utf8))?.lowerBound
      for step in 0..<60 {
        let end = (needed ?? sample.model.count) * step / 60
        XCTAssertNotNil(tryOut(Array(sample.model[..<end])), "\(sample.name) cut at \(end)")
      }
    }
  }

  func testChangedBytes() throws {
    for (index, sample) in try samples().enumerated() {
      var random = Xorshift(seed: UInt64(index))
      for _ in 0..<80 {
        var bytes = sample.model
        for _ in 0..<Int.random(in: 1...8, using: &random) {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          bytes[place] =
            random.chance(0.5)
            ? UInt8.random(in: 0...255, using: &random)
            : bytes[place] ^ (1 << UInt8.random(in: 0..<8, using: &random))
        }
        _ = tryOut(bytes)
      }
    }
  }

  private func replacing(
    _ fixture: String, _ old: String, _ new: String, line: UInt = #line
  ) throws -> ModelError? {
    let sample = try XCTUnwrap(
      try BoostingFixtures.shared.get().fixtures.first { $0.name == fixture }, line: line)
    let text = String(decoding: sample.model, as: UTF8.self)
    let range = try XCTUnwrap(text.firstRange(of: old), "no \(old)", line: line)
    return tryOut(Array(text.replacingCharacters(in: range, with: new).utf8))
  }

  func testLightGBM_lies() throws {
    for (old, new) in [
      ("num_leaves=12", "num_leaves=1000000000"), ("left_child=", "left_child=0 "),
      ("split_feature=", "split_feature=99 "), ("max_feature_idx=3", "max_feature_idx=9000000000"),
      ("num_tree_per_iteration=1", "num_tree_per_iteration=123456789"),
      ("threshold=", "threshold=nan "), ("objective=regression", "objective=of_my_own"),
      ("end of trees", ""), ("cat_boundaries=0", "cat_boundaries=1"),
      ("decision_type=", "decision_type=16 "),
    ] {
      XCTAssertNotNil(try replacing("lightgbm_category.txt", old, new), new)
    }
  }

  func testXGBoost_lies() throws {
    for (old, new) in [
      ("\"left_children\":[1", "\"left_children\":[0"),
      ("\"left_children\":[1", "\"left_children\":[1000000000"),
      ("\"left_children\":[1", "\"left_children\":[1.5"),
      ("\"left_children\":[1", "\"left_children\":[1,1"),
      ("\"num_feature\":\"4\",\"num_target\"", "\"num_feature\":\"400000000000\",\"num_target\""),
      ("\"num_feature\":\"4\",\"num_target\"", "\"num_feature\":\"1\",\"num_target\""),
      ("\"num_target\":\"1\"", "\"num_target\":\"100000000\""),
      ("\"base_score\":\"", "\"base_score\":\"x"), ("reg:squarederror", "reg:unknown"),
      ("\"name\":\"gbtree\"", "\"name\":\"gbtrees\""),
      ("\"categories_sizes\":[", "\"categories_sizes\":[9000,"),
      ("\"tree_info\":[0", "\"tree_info\":[7"),
    ] {
      XCTAssertNotNil(try replacing("xgboost_category.json", old, new), new)
    }
  }

  func testNesting() {
    for text in [
      "{\"learner\":" + String(repeating: "[", count: 1_000_000),
      "{\"learner\":" + String(repeating: "{\"a\":", count: 300_000),
    ] {
      XCTAssertTrue(tryOut(Array(text.utf8))?.cause.contains("nested") ?? false)
    }
    // {, U 7 learner, then lists within lists.
    let nested =
      Array("{U".utf8) + [7] + Array("learner".utf8) + [UInt8](repeating: 0x5B, count: 500_000)
    XCTAssertTrue(tryOut(nested)?.cause.contains("nested") ?? false)
  }

  func testUBJSON_lengths() {
    let start = Array("{U".utf8) + [1] + Array("a[".utf8)
    for tail in [
      "$d#L".utf8.map { $0 } + [0x3F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
      "$d#L".utf8.map { $0 } + [0x80, 0, 0, 0, 0, 0, 0, 0],
      "$Z#l".utf8.map { $0 } + [0x7F, 0xFF, 0xFF, 0xFF],
      "#l".utf8.map { $0 } + [0x7F, 0xFF, 0xFF, 0xFF], "$d#".utf8.map { $0 }, "$".utf8.map { $0 },
      "SL".utf8.map { $0 } + [0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ] {
      let bytes = start + tail
      XCTAssertThrowsError(
        try bytes.withUnsafeBytes { try UBJSONReader.read($0) }, "\(tail)")
    }
  }

  func testCatBoost_refusesByName() throws {
    let sample = try XCTUnwrap(
      try BoostingFixtures.shared.get().fixtures.first {
        $0.name == "catboost_multiclass_json.json"
      })
    let text = String(decoding: sample.model, as: UTF8.self)
    let name = try XCTUnwrap(text.firstRange(of: "\"features_info\""))
    let open = try XCTUnwrap(text[name.upperBound...].firstIndex(of: "{"))
    let mark = open..<text.index(after: open)
    for (feature, what) in [
      ("ctrs", "counters"), ("text_features", "text"), ("embedding_features", "embedding"),
    ] {
      let changed = text.replacingCharacters(
        in: mark, with: "{\"\(feature)\":[{}],")
      XCTAssertTrue(tryOut(Array(changed.utf8))?.cause.contains(what) ?? false, feature)
    }
  }
}
