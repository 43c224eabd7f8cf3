package org.quietus.control;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.quietus.certificate.seal.KeyRefused;
import org.quietus.policy.JobFile;
import org.quietus.request.KeyEpochs;
import org.quietus.request.SuppressionEntries;
import org.quietus.subject.TokenKeys;
import org.quietus.subject.TokenMaker;

/** The key that the tokens of whoever is erased next are made under. */
public final class NewestTokens {
  private NewestTokens() {}

  /**
   * Makes tokens under the newest key there is.
   *
   * @throws KeyRefused if the key is missing that tokens were made under last, or there is another
   *     one in the place of any: that would leave those erased under it unrecognised
   */
  public static TokenMaker of(
      JobFile job, TokenKeys keys, KeyEpochs epochs, SuppressionEntries entries) {
    int last =
        IntStream.concat(
                epochs.all().stream().mapToInt(KeyEpochs.Epoch::number),
                entries.epochs().stream().mapToInt(epoch -> epoch))
            .max()
            .orElse(0);
    TokenKeys own = epochs.own(keys);
    requireOwn(job, own);
    return of(job, own, last);
  }

  private static void requireOwn(JobFile job, TokenKeys keys) {
    try {
      OptionalInt replaced = keys.replaced();
      if (replaced.isPresent()) {
        throw new KeyRefused(
            ("tokens-%d.key in %s holds another key than the one under which persons were erased,"
                    + " who would not be recognised in copies; restore that file from a copy of"
                    + " the keys, or, only if that key is lost for good, remove the file and begin"
                    + " another epoch: quietus key rotate %s")
                .formatted(replaced.getAsInt(), job.evidence().keys(), job.text().file()));
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static KeyRefused unusable(IOException why) {
    return new KeyRefused(
        "the key that suppression tokens are made under cannot be used: " + why.getMessage());
  }

  /** The same where nothing is recorded of any key. */
  static TokenMaker ofAny(JobFile job, TokenKeys keys) {
    return of(job, keys, 0);
  }

  private static TokenMaker of(JobFile job, TokenKeys keys, int last) {
    try {
      return keys.current()
          .filter(tokens -> tokens.epoch() >= last)
          .orElseThrow(() -> new KeyRefused(missing(job, last)));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static String missing(JobFile job, int last) {
    String purpose = ", under which erased persons are recognised in copies; ";
    return last > 0
        ? "the key tokens-%d.key is missing from %s%srestore the file from a copy of the keys"
            .formatted(last, job.evidence().keys(), purpose)
        : ("no tokens-*.key is in %s%srestore the file from a copy of the keys, or, only if there"
                + " never was one, make it: quietus key rotate %s")
            .formatted(job.evidence().keys(), purpose, job.text().file());
  }
}
