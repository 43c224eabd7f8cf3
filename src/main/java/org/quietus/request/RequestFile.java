package org.quietus.request;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads many requests from a file: CSV with a line of names, or JSON, a list of objects. Messages
 * name the line and never what stands in it.
 */
public final class RequestFile {
  private static final long MOST_BYTES = 16L * 1024 * 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String file;
  private final RequestFields fields;
  private final List<NewRequest> requests = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private RequestFile(Path file, RequestFields fields) {
    this.file = file.toString();
    this.fields = fields;
  }

  /**
   * Reads all of them.
   *
   * @param now what says no moment came in now
   * @throws InvalidInput with every problem of the file, if there is any
   */
  public static List<NewRequest> read(Path file, JobFile job, Instant now) throws IOException {
    RequestFile reading = new RequestFile(file, new RequestFields(job, now));
    reading.readAll(file);
    if (reading.problems.isEmpty() && reading.requests.isEmpty()) {
      reading.problem(1, "NO-REQUEST", "there is no request in the file", "is it the right one?");
    }
    if (!reading.problems.isEmpty()) {
      throw new InvalidInput(reading.problems);
    }
    return List.copyOf(reading.requests);
  }

  private void readAll(Path path) throws IOException {
    if (Files.size(path) > MOST_BYTES) {
      problem(1, "FILE-TOO-LARGE", "the file is larger than 16 MiB", "split it");
      return;
    }
    Optional<String> text = decoded(Files.readAllBytes(path));
    if (text.isEmpty()) {
      problem(1, "NOT-TEXT", "the file is not UTF-8 text", "save it as UTF-8");
    } else if (file.endsWith(".csv")) {
      readCsv(text.get());
    } else if (file.endsWith(".json")) {
      readJson(text.get());
    } else {
      problem(
          1, "UNKNOWN-FORMAT", "the file is neither .csv nor .json", "name it after its format");
    }
  }

  private static Optional<String> decoded(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(text.startsWith("\ufeff") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private void readCsv(String text) {
    List<String> names = List.of();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .allowExtraFields(true)
            .allowMissingFields(true)
            .skipEmptyLines(true)
            .fieldSeparator(separator(text))
            .ofCsvRecord(text)) {
      for (CsvRecord line : reader) {
        int number = (int) line.getStartingLineNumber();
        if (names.isEmpty()) {
          names = line.getFields().stream().map(String::strip).toList();
          header(number, names);
        } else if (line.getFieldCount() != names.size()) {
          problem(
              number,
              "WRONG-FIELD-COUNT",
              "the line has " + line.getFieldCount() + " fields, the first one " + names.size(),
              "put texts that hold the separator between double quotes");
        } else {
          read(number, texts(names, line.getFields()));
        }
      }
    } catch (CsvParseException e) {
      problem(1, "BAD-CSV", "the file is not valid CSV", "see that every double quote is closed");
    } catch (IOException e) {
      throw new IllegalStateException("a text cannot be read", e);
    }
  }

  /** Whatever the first line is separated by: spreadsheets write what their locale says. */
  private static char separator(String text) {
    String names = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    return Stream.of(',', ';', '\t')
        .max(Comparator.comparing(separator -> names.chars().filter(c -> c == separator).count()))
        .orElse(',');
  }

  private void header(int line, List<String> names) {
    Set<String> seen = new HashSet<>();
    names.forEach(
        name -> {
          field(line, name);
          if (!seen.add(name)) {
            problem(line, "FIELD-TWICE", "duplicate name", "name each column once");
          }
        });
  }

  private static Map<String, List<String>> texts(List<String> names, List<String> values) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (int n = 0; n < names.size(); n++) {
      String value = values.get(n).strip();
      if (!value.isEmpty() || names.get(n).equals(RequestFields.VERIFIED)) {
        texts.put(names.get(n), List.of(value));
      }
    }
    return texts;
  }

  private void readJson(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        problem(1, "NO-LIST", "the file is not a list of requests", "write [ { … }, { … } ]");
        return;
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int line = parser.currentTokenLocation().getLineNr();
        JsonNode request = parser.readValueAsTree();
        if (request.isObject()) {
          read(line, texts(line, request));
        } else {
          problem(
              line, "NO-OBJECT", "a request is not an object", "write e.g. { \"email\": \"…\" }");
        }
      }
      if (parser.nextToken() != null) {
        problem(
            parser.currentTokenLocation().getLineNr(),
            "MORE-THAN-A-LIST",
            "something follows the list of requests",
            "write all of them into one list: [ { … }, { … } ]");
      }
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      problem(
          line,
          "BAD-JSON",
          "the file is not valid JSON from this line on, or a request has a name twice",
          "check it with an editor; several values of one name are a list");
    }
  }

  private Map<String, List<String>> texts(int line, JsonNode request) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    request
        .properties()
        .forEach(
            property -> {
              field(line, property.getKey());
              JsonNode value = property.getValue();
              List<JsonNode> values =
                  value.isArray() ? List.copyOf(value.values()) : List.of(value);
              if (values.stream().allMatch(each -> each.isString() || each.isBoolean())) {
                texts.put(property.getKey(), values.stream().map(JsonNode::asString).toList());
              } else {
                problem(line, "NO-TEXT", "a value is not text", "write numbers between quotes too");
              }
            });
    return texts;
  }

  private void field(int line, String name) {
    if (!RequestFields.isKnown(name)) {
      problem(line, "UNKNOWN-FIELD", "a field has an unknown name", "use " + RequestFields.known());
    }
  }

  private void read(int line, Map<String, List<String>> texts) {
    RequestFields.Read read = fields.read(texts);
    read.faults().forEach(fault -> problem(line, fault.code(), fault.what(), fault.mend()));
    read.request().ifPresent(requests::add);
  }

  private void problem(int line, String id, String what, String mend) {
    problems.add(new Problem(id, file, line, what, mend));
  }
}
