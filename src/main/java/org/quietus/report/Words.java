package org.quietus.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.policy.Language;

/** The words of a kind of document in one language, by key. */
public final class Words {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

  private static final int GROUP = 3;

  private static final Map<String, Words> READ = new ConcurrentHashMap<>();

  private final String file;
  private final Properties texts;

  private Words(String file, Properties texts) {
    this.file = file;
    this.texts = texts;
  }

  /** The words in the jar's {@code report/DOCUMENT/LANGUAGE.properties}, which is read once. */
  public static Words of(String document, Language language) {
    return READ.computeIfAbsent(
        "/report/" + document + "/" + language + ".properties", Words::read);
  }

  private static Words read(String file) {
    Properties texts = new Properties();
    try (InputStream in = Words.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the jar");
      }
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + " from the jar", e);
    }
    return new Words(file, texts);
  }

  /**
   * The text of a key with each {@code {name}} replaced by its value, once: a value is never looked
   * into.
   *
   * @param named a name, its value, the next name, its value…
   */
  public String text(String key, Object... named) {
    String text = texts.getProperty(key);
    if (text == null) {
      throw new IllegalStateException("there is no text for '" + key + "' in " + file);
    }
    return PLACE
        .matcher(text)
        .replaceAll(place -> Matcher.quoteReplacement(value(key, place.group(1), named)));
  }

  /** The text of a key for so many things, {@code {n}} in it being their number. */
  public String count(String key, long number) {
    return text(number == 1 ? key + ".one" : key, "n", number(number));
  }

  /** A number with its thousands apart. */
  public static String number(long number) {
    StringBuilder text = new StringBuilder(Long.toString(number));
    int first = number < 0 ? 1 : 0;
    for (int at = text.length() - GROUP; at > first; at -= GROUP) {
      text.insert(at, ',');
    }
    return text.toString();
  }

  /**
   * The word for a code of a kind, and the code itself where the word does not repeat it; the code
   * alone if there is no word.
   */
  public String code(String kind, String code) {
    String word = texts.getProperty(kind + "." + code);
    if (word == null) {
      return code;
    }
    return word.equals(code.replace('-', ' ')) ? word : text("code", "word", word, "code", code);
  }

  /** A list in one line. */
  public String list(List<String> things) {
    return String.join(text("list"), things);
  }

  /** The text of a key as the file has it. */
  String written(String key) {
    return texts.getProperty(key, "");
  }

  Set<String> keys() {
    return texts.stringPropertyNames();
  }

  private static String value(String key, String name, Object[] named) {
    for (int i = 0; i + 1 < named.length; i += 2) {
      if (named[i].equals(name)) {
        return named[i + 1].toString();
      }
    }
    throw new IllegalStateException("'" + key + "' asks for {" + name + "}, which is not given");
  }
}
