package org.quietus.pack;

import java.util.List;
import java.util.Locale;
import org.quietus.pack.Population.Chance;

/**
 * Fictional persons whose names are written in Latin letters, and of whom nothing but a name, an
 * address and a birthday is known; the first ten thousand all have names of their own.
 */
final class LatinPersons {
  private static final List<String> FIRST =
      List.of(
          "Mirabel", "Astrid", "Kavya", "Rohan", "Ishaan", "Leonie", "Tomasz", "Yusuf", "Ananya",
          "Vihaan", "Selma", "Oskar", "Fatima", "Bruno", "Meera", "Arjun", "Zofia", "Rafael",
          "Nadia", "Emil", "Diya", "Kabir", "Chiara");
  private static final List<String> BEGIN =
      List.of(
          "Quist", "Var", "Mal", "Sund", "Kest", "Brand", "Thor", "Ven", "Hald", "Rav", "Sol",
          "Gran", "Lind", "Tarn", "Vesh", "Mohl", "Dern", "Pell", "Jask", "Orr", "Wint", "Fenn");
  private static final List<String> END =
      List.of(
          "gaardian",
          "anathan",
          "hotraker",
          "erlingsen",
          "owskaya",
          "amurthy",
          "elsteiner",
          "ingworth",
          "avarthy",
          "omarren",
          "idottir",
          "ukherjan",
          "ellipore",
          "astevard",
          "oudhary",
          "entwistle",
          "ikkonen",
          "ashekar",
          "imbaldi",
          "ostrowska");
  private static final List<String> DOMAINS = List.of("example.com", "example.org", "example.net");

  private final Population population;

  LatinPersons(Population population) {
    this.population = population;
  }

  /** The person of that number; one in a hundred, beginning with 43, is a child of 10 to 13. */
  Person get(int number) {
    Chance chance = population.chance("person", number);
    String first = FIRST.get(number % FIRST.size());
    int rest = number / FIRST.size();
    String last =
        BEGIN.get(rest % BEGIN.size())
            + END.get((rest / BEGIN.size() + number % FIRST.size()) % END.size());
    boolean child = number % 100 == 43;
    return new Person(
        first + " " + last,
        "",
        (first + "." + last).toLowerCase(Locale.ROOT) + "." + number + "@" + chance.anyOf(DOMAINS),
        "",
        population
            .today()
            .minusYears(child ? chance.between(10, 12) : chance.between(19, 75))
            .minusDays(chance.between(1, 360)),
        chance.oneIn(2));
  }
}
