package org.quietus.evidence;

import org.quietus.testing.S3ProxyServer;
import org.quietus.testing.S3Server;

/** On a server that honours conditions. */
class S3ProxyEvidenceStoreTest extends BucketEvidenceContract {
  @Override
  S3Server server() {
    return S3ProxyServer.shared();
  }
}
