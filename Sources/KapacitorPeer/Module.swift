// KapacitorPeer
