package org.quietus.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The keys that tokens are made under, one per epoch, each in a file {@code tokens-<epoch>.key}.
 * New tokens are made under the highest epoch; the earlier keys are kept to recognise persons by
 * earlier tokens.
 */
public final class TokenKeys {
  private static final Pattern FILE = Pattern.compile("tokens-([1-9][0-9]{0,8})\\.key");

  private final Path directory;
  private final IntFunction<Optional<String>> checks;

  /** The keys of a directory; whether there are any is seen when they are needed. */
  public TokenKeys(Path directory) {
    this(directory, epoch -> Optional.empty());
  }

  private TokenKeys(Path directory, IntFunction<Optional<String>> checks) {
    this.directory = directory;
    this.checks = checks;
  }

  /** The same keys; one that is not of the check of its epoch cannot be used. */
  public TokenKeys knownBy(IntFunction<Optional<String>> checkOfEpoch) {
    return new TokenKeys(directory, checkOfEpoch);
  }

  /** Makes the key of the first epoch unless there is one of any. */
  public void generate() {
    if (epochs().isEmpty()) {
      KeyFile.generate(file(1));
    }
  }

  /** The epochs whose keys are here. */
  public SortedSet<Integer> epochs() {
    SortedSet<Integer> epochs = new TreeSet<>();
    try (Stream<Path> files = Files.list(directory)) {
      files
          .map(file -> FILE.matcher(String.valueOf(file.getFileName())))
          .filter(Matcher::matches)
          .forEach(match -> epochs.add(Integer.valueOf(match.group(1))));
      return epochs;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return epochs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes tokens under the newest key; empty if there is no key at all. */
  public Optional<TokenMaker> current() throws IOException {
    SortedSet<Integer> epochs = epochs();
    return epochs.isEmpty() ? Optional.empty() : Optional.of(maker(epochs.last()));
  }

  /**
   * Makes tokens under an epoch's key.
   *
   * @throws IOException if the key is not there, too open, or another one than it was
   */
  public TokenMaker maker(int epoch) throws IOException {
    TokenMaker maker = new TokenMaker(epoch, KeyFile.load(file(epoch)));
    if (checks.apply(epoch).filter(check -> !check.equals(maker.check())).isPresent()) {
      throw new IOException(file(epoch) + " holds another key than persons were erased under");
    }
    return maker;
  }

  /** An epoch whose file holds another key than it did; empty if there is none. */
  public OptionalInt replaced() throws IOException {
    for (int epoch : epochs()) {
      Optional<String> check = checks.apply(epoch);
      if (check.isPresent()
          && !check.get().equals(new TokenMaker(epoch, KeyFile.load(file(epoch))).check())) {
        return OptionalInt.of(epoch);
      }
    }
    return OptionalInt.empty();
  }

  /** Makes the key of an epoch unless it is there. */
  public void begin(int epoch) {
    KeyFile.generate(file(epoch));
  }

  /** Destroys an epoch's key; does nothing if it is gone already. */
  public void destroy(int epoch) {
    if (epochs().contains(epoch)) {
      KeyFile.destroy(file(epoch));
    }
  }

  private Path file(int epoch) {
    return directory.resolve("tokens-" + epoch + ".key");
  }
}
