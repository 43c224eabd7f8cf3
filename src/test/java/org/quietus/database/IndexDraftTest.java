package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Table;
import org.quietus.database.IndexDraft.Part;

class IndexDraftTest {
  private static final Part A = new Part("a", true, 0, "");
  private static final Part B = new Part("b", true, 0, "");
  private static final Part PREFIX_OF_V = new Part("v", false, 5, "");
  private static final Part EXPRESSION = new Part("", false, 0, "lower(w)");

  private static IndexDraft index(boolean unique, Part... parts) {
    IndexDraft draft = new IndexDraft("i", unique);
    List.of(parts).forEach(draft::add);
    return draft;
  }

  @Test
  void ordersByItsWholeColumnsUpToTheFirstPartThatIsNone() {
    assertThat(index(true, A, B).usable())
        .containsExactly(new Table.Index("i", List.of("a", "b"), true));
    assertThat(index(false, A, B).usable())
        .containsExactly(new Table.Index("i", List.of("a", "b"), false));
    assertThat(index(true, A, PREFIX_OF_V, B).usable())
        .containsExactly(new Table.Index("i", List.of("a"), false));
    assertThat(index(true, PREFIX_OF_V, A).usable()).isEmpty();
    assertThat(index(true, EXPRESSION).usable()).isEmpty();
  }

  @Test
  void isUniqueInAllOfItsPartsOrNotAtAll() {
    Part generated = new Part("g", true, 0, "");
    assertThat(index(true, A, PREFIX_OF_V, EXPRESSION, generated).unique(Map.of("g", "a + 1")))
        .containsExactly(
            new Table.Unique(
                "i",
                List.of(
                    new Table.Unique.Part("a", 0, ""),
                    new Table.Unique.Part("v", 5, ""),
                    new Table.Unique.Part("", 0, "lower(w)"),
                    new Table.Unique.Part("g", 0, "a + 1"))));
    assertThat(index(false, A).unique(Map.of())).isEmpty();
  }
}
