/// What this side accepts and writes at most. Every limit bounds memory that a peer could make us
/// use; none is near what Kapacitor sends in practice.
public enum WireLimits {
  /// The largest frame, its length prefix not counted: 64 MiB. A point is some hundred bytes; only
  /// a snapshot of a large state comes near. Kapacitor itself reads up to 2^32-1 bytes, but it
  /// would allocate them at once.
  public static let maximumFrameBytes = 64 << 20

  /// A string of a message that is decoded into owned memory: 1 MiB. InfluxDB stores at most 64 KiB
  /// in a string field.
  public static let maximumStringBytes = 1 << 20

  /// The entries of one map of a decoded message: an entry of five bytes on the wire takes about a
  /// hundred in memory, so a frame within its limit could otherwise take twenty times as much.
  public static let maximumMapEntries = 1 << 16

  /// The elements of one repeated field (options, values, dimensions), for the same reason.
  public static let maximumListElements = 1 << 16

  /// How deep groups may lie in each other in fields that are skipped: 100, as in Google's
  /// implementations. The protocol itself never nests deeper than four messages.
  public static let maximumNestingDepth = 100

  /// The name of a field or tag that a handler asks for: 64 KiB - 1, InfluxDB's own limit for a
  /// key.
  public static let maximumNameBytes = (1 << 16) - 1

  /// How many names one `FieldTable` or `PointEdits` holds: their index is 16 bits wide.
  public static let maximumNames = (1 << 15) - 1

  /// The largest size that a Begin announces. Kapacitor allocates that many slots before the first
  /// point comes, and dies of an absurd number; beyond this the size is sent as 0, unknown.
  public static let maximumAnnouncedBatchSize = 1 << 20

  /// An error text, in bytes: what `kapacitor show` prints in one line. Longer texts are cut at a
  /// character's border.
  public static let maximumErrorTextBytes = 4096
}
