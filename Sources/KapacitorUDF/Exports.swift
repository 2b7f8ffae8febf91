// A UDF's author imports one module: points, edits and the messages of batches come with it.
@_exported import UDFWire
