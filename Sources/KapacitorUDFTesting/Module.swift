// KapacitorUDFTesting
