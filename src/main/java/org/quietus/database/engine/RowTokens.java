package org.quietus.database.engine;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Member;

/**
 * Names rows without their keys: a token is HMAC-SHA-256, under a key that only one run has, over
 * table, method and row key. Not for several threads.
 */
final class RowTokens {
  private final Mac mac;

  RowTokens(byte[] blinding) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(blinding, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
  }

  /** The tokens of rows, in their order, that a member's action is for. */
  List<byte[]> of(Member member, List<RowValues> keys) {
    byte[] prefix =
        (member.catalogTable().name() + "\n" + member.method() + "\n")
            .getBytes(StandardCharsets.UTF_8);
    List<byte[]> made = new ArrayList<>(keys.size());
    for (RowValues key : keys) {
      mac.update(prefix);
      made.add(mac.doFinal(key.encode().getBytes(StandardCharsets.UTF_8)));
    }
    return made;
  }
}
