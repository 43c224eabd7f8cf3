package org.quietus.format.jsonl;

/** Characters of more than one byte (RFC 3629). */
final class Utf8 {
  private Utf8() {}

  /**
   * The place after the character that begins at one.
   *
   * @throws BadLine if none does
   */
  static int after(byte[] bytes, int at, int end) throws BadLine {
    int lead = bytes[at] & 0xff;
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + length > end || !isSecond(lead, bytes[at + 1] & 0xff)) {
      throw new BadLine("not UTF-8");
    }
    for (int n = 2; n < length; n++) {
      if ((bytes[at + n] & 0xc0) != 0x80) {
        throw new BadLine("not UTF-8");
      }
    }
    return at + length;
  }

  /** The second byte tells overlong forms, surrogates and what is beyond the last character. */
  private static boolean isSecond(int lead, int second) {
    int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    return second >= least && second <= most;
  }
}
