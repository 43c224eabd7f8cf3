package org.quietus.objectstore;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.quietus.testing.S3ProxyServer;
import org.quietus.testing.S3Server;

@Tag("long")
class S3ProxyStoreTest extends S3Contract {
  @Override
  S3Server server() {
    return S3ProxyServer.shared();
  }

  @Override
  Set<Capability> capabilities() {
    return EnumSet.complementOf(
        EnumSet.of(Capability.OBJECT_LOCK, Capability.LOCK_ENFORCED, Capability.TAGS));
  }
}
