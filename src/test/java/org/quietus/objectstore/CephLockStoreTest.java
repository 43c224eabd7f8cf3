package org.quietus.objectstore;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.quietus.testing.CephServer;
import org.quietus.testing.S3Server;

@EnabledIf(
    value = "org.quietus.testing.CephServer#isInstalled",
    disabledReason = CephServer.NOT_INSTALLED)
@Tag("long")
class CephLockStoreTest extends S3LockContract {
  @Override
  S3Server server() {
    return CephServer.shared();
  }

  @Override
  boolean comparesBySelf() {
    return false;
  }

  @Override
  Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.VERSIONS,
        Capability.OBJECT_LOCK,
        Capability.LOCK_ENFORCED,
        Capability.METADATA,
        Capability.TAGS,
        Capability.GONE_AFTER_DELETE);
  }
}
