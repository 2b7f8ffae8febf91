// KapacitorUDF
