package org.quietus.database.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
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

  /**
   * Tokens in the ascending order of their unsigned bytes. They are spread evenly, as all digests
   * are: so each goes about where it belongs, then past those that are still before it.
   */
  static byte[][] inOrder(List<byte[]> tokens) {
    int n = tokens.size();
    int[] next = new int[n + 1];
    for (byte[] token : tokens) {
      next[place(token, n) + 1]++;
    }
    for (int place = 1; place < n; place++) {
      next[place] += next[place - 1];
    }
    byte[][] ordered = new byte[n][];
    for (byte[] token : tokens) {
      ordered[next[place(token, n)]++] = token;
    }
    for (int at = 1; at < n; at++) {
      byte[] token = ordered[at];
      int to = at;
      for (; to > 0 && Arrays.compareUnsigned(ordered[to - 1], token) > 0; to--) {
        ordered[to] = ordered[to - 1];
      }
      ordered[to] = token;
    }
    return ordered;
  }

  /** Where one belongs, from 0 on, if all were spread evenly over that many places. */
  private static int place(byte[] token, int places) {
    return (int)
        (Integer.toUnsignedLong(ByteBuffer.wrap(token).getInt()) * places >>> Integer.SIZE);
  }
}
