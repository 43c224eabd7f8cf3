package org.quietus.anonymise;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.quietus.policy.Nearest;
import org.quietus.policy.StrategySpec;

/** Turns the job file's strategies into those that can be applied. */
public final class Strategies {
  private static final Set<String> LATER = Set.of("pseudonymise");

  private static final String SIZE = "a number above 0, with at most six decimals";
  private static final Pattern SIZE_FORM = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,6})?");

  private static final Map<String, Function<StrategySpec, Choice>> KNOWN = new LinkedHashMap<>();

  static {
    KNOWN.put("set-null", alone(new SetNull()));
    KNOWN.put("fixed", with("a value", text -> Optional.of(new Fixed(text))));
    KNOWN.put("day", alone(new Truncate(DateUnit.DAY)));
    KNOWN.put("year", alone(new Truncate(DateUnit.YEAR)));
    KNOWN.put("month", alone(new Truncate(DateUnit.MONTH)));
    KNOWN.put("decade", alone(new Truncate(DateUnit.DECADE)));
    KNOWN.put("network", with("8, 16 or 24", Strategies::network));
    KNOWN.put("redact", alone(new Redact()));
    KNOWN.put(
        "template",
        with(
            "printable ASCII that holds {random} exactly once, and beside it something other than"
                + " 0-9 and a-f, which ids are made of",
            text -> Template.parse(text).map(template -> template)));
    KNOWN.put("random", alone(new RandomShape(Optional.empty())));
    KNOWN.put("bucket", with(SIZE, text -> size(text).map(Bucket::new)));
    KNOWN.put("grid", with(SIZE, text -> size(text).map(Grid::new)));
    KNOWN.put("text", alone(new Blackout()));
    KNOWN.put("json", Strategies::json);
  }

  private Strategies() {}

  /** The strategy that was asked for, or why there is none. */
  public sealed interface Choice {
    /** It can be applied. */
    record Accepted(Strategy strategy) implements Choice {}

    /** It cannot; {@code id}, {@code what} and {@code mend} are those of a problem. */
    record Refused(String id, String what, String mend) implements Choice {}
  }

  /** Reads a strategy; its argument, if it takes one, must be as that strategy needs it. */
  public static Choice of(StrategySpec spec) {
    Function<StrategySpec, Choice> known = KNOWN.get(spec.name());
    if (known != null) {
      return known.apply(spec);
    }
    if (LATER.contains(spec.name())) {
      return new Choice.Refused(
          "UNSUPPORTED-STRATEGY",
          "strategy '" + spec.name() + "' is not supported by this version",
          "use one of " + String.join(", ", KNOWN.keySet()));
    }
    return new Choice.Refused(
        "UNKNOWN-STRATEGY",
        "there is no strategy '" + spec.name() + "'",
        Nearest.to(spec.name(), KNOWN.keySet())
            .map(near -> "did you mean '" + near + "'?")
            .orElse("use one of " + String.join(", ", KNOWN.keySet())));
  }

  private static Function<StrategySpec, Choice> alone(Strategy strategy) {
    return spec ->
        spec.argument().isEmpty()
            ? new Choice.Accepted(strategy)
            : argument(spec, "takes no argument", "write '" + spec.name() + "' alone");
  }

  private static Function<StrategySpec, Choice> with(
      String needed, Function<String, Optional<Strategy>> make) {
    return spec ->
        spec.argument()
            .flatMap(make)
            .<Choice>map(Choice.Accepted::new)
            .orElseGet(
                () ->
                    argument(
                        spec,
                        "needs " + needed,
                        "write '{ " + spec.name() + ": … }' with " + needed));
  }

  private static Choice argument(StrategySpec spec, String what, String mend) {
    return new Choice.Refused("STRATEGY-ARGUMENT", "strategy '" + spec.name() + "' " + what, mend);
  }

  private static Optional<BigDecimal> size(String text) {
    return Optional.of(text)
        .filter(SIZE_FORM.asMatchPredicate())
        .map(number -> new BigDecimal(number).stripTrailingZeros())
        .map(number -> number.setScale(Math.max(0, number.scale())))
        .filter(number -> number.signum() > 0);
  }

  private static Choice json(StrategySpec spec) {
    Map<JsonPath, Strategy> parts = new LinkedHashMap<>();
    for (Map.Entry<String, StrategySpec> part : spec.parts().entrySet()) {
      Optional<JsonPath> path = JsonPath.parse(part.getKey());
      if (path.isEmpty()) {
        return argument(
            spec,
            "has '" + part.getKey() + "', which is not a path",
            "write names with dots between them, e.g. 'user.name', '[*]' for each element");
      }
      Choice choice = of(part.getValue());
      if (choice instanceof Choice.Refused refused) {
        return new Choice.Refused(
            refused.id(), "at path '" + part.getKey() + "': " + refused.what(), refused.mend());
      }
      Strategy strategy = ((Choice.Accepted) choice).strategy();
      if (strategy instanceof JsonParts) {
        return argument(spec, "stands inside another 'json'", "write one path to each value");
      }
      parts.put(path.get(), strategy);
    }
    return parts.isEmpty()
        ? argument(spec, "needs paths", "write '{ json: { user.name: redact } }'")
        : new Choice.Accepted(new JsonParts(parts, 0));
  }

  private static Optional<Strategy> network(String bits) {
    return Set.of("8", "16", "24").contains(bits)
        ? Optional.of(new Network(Integer.parseInt(bits)))
        : Optional.empty();
  }
}
