package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.format.mysqldump.Mysqldump;

class MysqldumpContractTest extends FormatContract {

  @Override
  Format format() {
    return new Mysqldump();
  }

  @Override
  byte[] dump(List<Person> people) {
    return DumpText.mariaDb(people);
  }

  @Test
  void whatIsLeftIsByteForByteTheDumpOfTheOthers() throws IOException {
    byte[] out = rewrite(dump(PEOPLE), Deciders.dropping("1", "3")).bytes();
    assertThat(out).isEqualTo(dump(List.of(PEOPLE.get(1), PEOPLE.get(3))));
  }

  @Test
  void anEmptiedStatementDisappearsWithItsLine() throws IOException {
    byte[] out = rewrite(dump(PEOPLE), Deciders.dropAll()).bytes();
    assertThat(out).isEqualTo(dump(List.of()));
  }
}
