package org.quietus.evidence;

import org.junit.jupiter.api.Tag;
import org.quietus.testing.S3ProxyServer;
import org.quietus.testing.S3Server;

/** On a server that honours conditions. */
@Tag("long")
class S3ProxyEvidenceStoreTest extends BucketEvidenceContract {
  @Override
  S3Server server() {
    return S3ProxyServer.shared();
  }
}
