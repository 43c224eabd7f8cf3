package org.quietus.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.policy.RowLayout;

/** MySQL's FIELDS TERMINATED BY '||' OPTIONALLY ENCLOSED BY '"' ESCAPED BY '\\'. */
class EnclosedCsvContractTest extends CsvContract {
  @Override
  RowLayout layout() {
    return new RowLayout("||", Optional.of('"'), true, "\\N", Optional.empty(), UTF_8);
  }

  @Override
  String field(@Nullable String value) {
    return value == null
        ? "\\N"
        : "\""
            + value
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\\n")
                .replace("\0", "\\0")
            + "\"";
  }

  @Override
  List<byte[]> broken() {
    List<byte[]> broken = new ArrayList<>(brokenInAnyLayout());
    broken.add("\"a\\\\\"b".getBytes(UTF_8));
    return broken;
  }

  @Override
  String whyTheFirstIsBroken() {
    return "2 fields where the header has 1";
  }

  @Override
  String odd() {
    return "1.50||\"10.1.\\2.3\"||x\r\n";
  }

  @Override
  String oddChanged() {
    return "1.50||\\N||\"1\\\"\"\r\n";
  }
}
