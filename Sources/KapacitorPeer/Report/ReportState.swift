import UDFWire

/// A report in the making.
struct ReportState {
  /// As many charts as a person looks at, and as many levels as have colours.
  static let seriesLimit = 24
  static let levelLimit = 8
  static let sampleLimit = 4_000
  static let flaggedLimit = 25

  private struct SeriesKey: Hashable {
    let name: String
    let isOutput: Bool
  }

  private struct LevelState {
    var number: Double?
    var sample: PointSample
    var track: Int
  }

  let wantedAxes: [String]?
  let wantedLevel: String?
  private var fields: ReportFields?
  private var buckets = TimeBuckets()
  private var times: ClosedRange<Int64>?
  private var tracks: [SeriesKey: Int] = [:]
  private var order: [SeriesKey] = []
  private var omitted: Set<String> = []
  private var levels: [String: LevelState] = [:]
  private var flagged: [ReplayReport.Flagged] = []

  init(wantedAxes: [String]?, wantedLevel: String?) {
    self.wantedAxes = wantedAxes
    self.wantedLevel = wantedLevel
  }

  mutating func take(_ answer: Point, _ point: Point?) {
    let chosen =
      fields
      ?? ReportFields(answer, to: point, wantedAxes: wantedAxes, wantedLevel: wantedLevel)
    fields = chosen
    let time = answer.timeNanoseconds
    times = min(times?.lowerBound ?? time, time)...max(times?.upperBound ?? time, time)
    let place = buckets.place(of: time)
    for (name, value) in point?.fields ?? [:] {
      add(value, to: SeriesKey(name: name, isOutput: false), at: place)
    }
    for (name, value) in answer.fields where point?.fields[name] != value {
      add(value, to: SeriesKey(name: name, isOutput: true), at: place)
    }
    takeLevel(answer, point, chosen, at: place)
  }

  private mutating func add(_ value: FieldValue, to key: SeriesKey, at place: Int) {
    let number: Double? =
      if case .bool(let flag) = value { flag ? 1 : 0 } else { value.number }
    guard let number, number.isFinite else { return }
    if let track = tracks[key] { return buckets.add(number, to: track, at: place) }
    guard order.count < Self.seriesLimit else {
      if omitted.count < 100 { omitted.insert(key.name) }
      return
    }
    let track = buckets.addTrack()
    tracks[key] = track
    order.append(key)
    buckets.add(number, to: track, at: place)
  }

  private mutating func takeLevel(
    _ answer: Point, _ point: Point?, _ chosen: ReportFields, at place: Int
  ) {
    func number(_ name: String?) -> Double? {
      name.flatMap { answer.fields[$0] ?? point?.fields[$0] }?.number.flatMap {
        $0.isFinite ? $0 : nil
      }
    }
    let value = chosen.level.flatMap { answer.fields[$0] }
    let (x, y) = (number(chosen.x), number(chosen.y))
    let key = self.key(value)
    if levels[key] == nil {
      levels[key] = LevelState(
        number: value?.number, sample: PointSample(limit: Self.sampleLimit),
        track: buckets.addTrack())
    }
    if let track = levels[key]?.track { buckets.add(1, to: track, at: place) }
    if let x, let y { levels[key]?.sample.add(x: x, y: y) }
    if let level = value?.number, level.isFinite {
      flag(
        ReplayReport.Flagged(
          timeNanoseconds: answer.timeNanoseconds, tags: "", x: x, y: y, level: level), answer)
    }
  }

  /// What a level is called; once there are too many, all further ones are one.
  private func key(_ value: FieldValue?) -> String {
    let key =
      switch value {
      case .double(let number): "\(number)"
      case .int(let number): "\(number)"
      case .bool(let flag): flag ? "true" : "false"
      case .string(let text): text
      case nil: "(none)"
      }
    return levels[key] != nil || levels.count < Self.levelLimit ? key : "(others)"
  }

  /// Keeps the highest.
  private mutating func flag(_ candidate: ReplayReport.Flagged, _ answer: Point) {
    if flagged.count >= Self.flaggedLimit, candidate.level <= flagged[flagged.count - 1].level {
      return
    }
    let tags = answer.tags.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
    let entry = ReplayReport.Flagged(
      timeNanoseconds: candidate.timeNanoseconds, tags: tags, x: candidate.x, y: candidate.y,
      level: candidate.level)
    let place = flagged.firstIndex { $0.level < entry.level } ?? flagged.count
    flagged.insert(entry, at: place)
    if flagged.count > Self.flaggedLimit { flagged.removeLast() }
  }

  var report: ReplayReport {
    var report = ReplayReport()
    report.firstNanoseconds = times?.lowerBound ?? 0
    report.lastNanoseconds = times?.upperBound ?? 0
    report.startNanoseconds = buckets.startNanoseconds
    report.bucketNanoseconds = buckets.widthNanoseconds
    report.series = order.map { key in
      .init(name: key.name, isOutput: key.isOutput, track: buckets.tracks[tracks[key]!])
    }
    report.omitted = omitted.sorted()
    report.xName = fields?.x
    report.yName = fields?.y
    report.levelName = fields?.level
    report.levels = levels.map { name, state in
      .init(
        name: name, number: state.number, sample: state.sample, track: buckets.tracks[state.track])
    }.sorted { ($0.number ?? .infinity, $0.name) < ($1.number ?? .infinity, $1.name) }
    // Where every point has the same level, none stands out.
    report.flagged = Set(flagged.map(\.level)).count > 1 || levels.count > 1 ? flagged : []
    return report
  }
}
