package org.quietus.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.dump.Spool;
import org.quietus.format.parquet.Parquet;

class ParquetContractTest extends FormatContract {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message person { required int32 id; optional binary email (STRING); required binary name"
              + " (STRING); }");

  @TempDir Path directory;

  @Override
  Format format() {
    return new Parquet(
        new DumpTableName(null, "person"), List.of("id", "email", "name"), Spool::new);
  }

  @Override
  byte[] dump(List<Person> people) {
    Path file = directory.resolve("person.parquet");
    try {
      Files.deleteIfExists(file);
      try (ParquetWriter<Group> writer =
          ExampleParquetWriter.builder(new LocalOutputFile(file))
              .withConf(new PlainParquetConfiguration())
              .withType(SCHEMA)
              .withRowGroupRowCountLimit(3)
              .build()) {
        for (Person person : people) {
          Group row = new SimpleGroup(SCHEMA);
          row.append("id", person.id());
          if (person.email() != null) {
            row.append("email", person.email());
          }
          row.append("name", person.name());
          writer.write(row);
        }
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
