package org.quietus.backup.file;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.subject.IdentifierType;

/** What values of one field are compared as: as they stand, and as programs may have meant them. */
record FieldForms(WhoseField field) {

  /** All of it: what is in none of it is not what is sought. */
  Set<String> all(@Nullable Object value) {
    if (isPlain(value)) {
      return field.normalised(value).map(Set::of).orElse(Set.of());
    }
    Set<String> forms = certain(value);
    forms.addAll(rests(value));
    for (String bare : bare(value)) {
      forms.addAll(certain(bare));
      forms.addAll(rests(bare));
    }
    return forms;
  }

  /**
   * What a value tells beside some that are sought: itself, or one of its other forms if that is
   * one of them. Of several addresses in one text all are told.
   */
  Set<String> told(@Nullable Object value, Set<String> sought) {
    Optional<String> own = field.normalised(value);
    if (value == null || own.filter(sought::contains).isPresent()) {
      return own.map(Set::of).orElse(Set.of());
    }
    if (field.isRounded(value)) {
      return Set.of();
    }
    if (isPlain(value)) {
      return own.map(Set::of).orElse(Set.of());
    }
    Set<String> addresses = addresses(value);
    return addresses.stream().anyMatch(sought::contains)
        ? addresses
        : all(value).stream()
            .filter(sought::contains)
            .findFirst()
            .or(() -> own)
            .map(Set::of)
            .orElse(Set.of());
  }

  /** Whether a value is certainly one of some, and nothing else. */
  boolean isCertain(@Nullable Object value, Set<String> some) {
    Set<String> certain = certain(value);
    if (certain.isEmpty()) {
      bare(value).forEach(bare -> certain.addAll(certain(bare)));
    }
    return certain.stream().anyMatch(some::contains);
  }

  /** Whether it is plain that a value has no other form: nearly all are so. */
  private boolean isPlain(@Nullable Object value) {
    return value instanceof Long
        ? field.kind() == WhoseField.Kind.KEY && !field.isText()
        : value instanceof String text
            && is(IdentifierType.EMAIL)
            && Readings.isAnAddressAlone(text);
  }

  /** What a value says by itself, in whatever way. */
  private Set<String> certain(@Nullable Object value) {
    Set<String> forms = new LinkedHashSet<>();
    field.normalised(value).ifPresent(forms::add);
    field.asWhole(value).ifPresent(forms::add);
    forms.addAll(addresses(value));
    if (value instanceof String text && is(IdentifierType.ID)) {
      forms.addAll(Readings.uuids(text));
    }
    if (value != null && field.isIntegerId() && !WholeNumber.isRounded(value)) {
      WholeNumber.of(value).ifPresent(forms::add);
    }
    return forms;
  }

  private Set<String> addresses(@Nullable Object value) {
    Set<String> addresses = new LinkedHashSet<>();
    if (value instanceof String text && is(IdentifierType.EMAIL)) {
      Readings.addresses(text).forEach(one -> field.normalised(one).ifPresent(addresses::add));
    }
    return addresses;
  }

  /** A text without what stands around it, if something does. */
  Set<String> bare(@Nullable Object value) {
    if (isPlain(value)) {
      return Set.of();
    }
    Set<String> bare = new LinkedHashSet<>();
    if (value instanceof String text && field.kind() != WhoseField.Kind.TENANT) {
      bare.add(Readings.bare(text));
      if (is(IdentifierType.EMAIL)) {
        bare.addAll(Readings.words(text));
      }
      bare.remove(text);
    }
    return bare;
  }

  /**
   * The telephone numbers of which digits may be the rest, and the rest of one: a number keeps no
   * plus and no zero.
   */
  private List<String> rests(@Nullable Object value) {
    return is(IdentifierType.PHONE)
        ? field.normalised(value).map(FieldForms::ofDigits).orElse(List.of())
        : List.of();
  }

  private static List<String> ofDigits(String number) {
    if (isFirstDigit(number, 0)) {
      return List.of("+" + number, "0" + number);
    }
    boolean isMore = number.charAt(0) == '+' || number.charAt(0) == '0';
    return isMore && isFirstDigit(number, 1) ? List.of(number.substring(1)) : List.of();
  }

  private static boolean isFirstDigit(String number, int at) {
    return at < number.length() && number.charAt(at) >= '1' && number.charAt(at) <= '9';
  }

  private boolean is(IdentifierType type) {
    return field.type().filter(type::equals).isPresent();
  }
}
