// UDFWire
