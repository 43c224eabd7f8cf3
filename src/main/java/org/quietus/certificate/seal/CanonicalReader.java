package org.quietus.certificate.seal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads one record, member by member as its components demand; see {@link CanonicalJson}. */
final class CanonicalReader {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** What stands as text in JSON, and how it is read. */
  private static final Map<Type, Function<String, Object>> TEXTS =
      Map.of(
          String.class, text -> text,
          Instant.class, Instant::parse,
          LocalDate.class, LocalDate::parse,
          Period.class, Period::parse,
          ZoneId.class, ZoneId::of);

  private final JsonParser parser;

  private CanonicalReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a whole text.
   *
   * @throws IllegalArgumentException if it is not such a record; the message is ours, because
   *     Jackson's and Java's quote
   */
  static <T extends Record> T read(byte[] bytes, Class<T> type) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      CanonicalReader reader = new CanonicalReader(parser);
      parser.nextToken();
      Object value = reader.value(type);
      if (value == null || parser.nextToken() != null) {
        throw reader.unexpected();
      }
      return type.cast(value);
    } catch (JacksonException e) {
      throw unexpected(e.getLocation());
    }
  }

  private @Nullable Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type argument = generic.getActualTypeArguments()[0];
      return generic.getRawType() == Optional.class
          ? Optional.ofNullable(value(argument))
          : list(argument);
    }
    if (parser.currentToken() == JsonToken.VALUE_NULL && !((Class<?>) type).isPrimitive()) {
      return null;
    }
    return there((Class<?>) type);
  }

  private Object there(Class<?> type) {
    if (type.isRecord()) {
      return record(RecordForm.of(type));
    }
    if (type.isEnum()) {
      return constant(type.getEnumConstants(), text());
    }
    if (type == boolean.class) {
      return truth();
    }
    if (type == long.class) {
      require(JsonToken.VALUE_NUMBER_INT);
      return parser.getLongValue();
    }
    if (type == int.class) {
      require(JsonToken.VALUE_NUMBER_INT);
      return parser.getIntValue();
    }
    return parsed(type, text());
  }

  private Object parsed(Class<?> type, String text) {
    Function<String, Object> reading = TEXTS.get(type);
    if (reading == null) {
      throw new IllegalStateException("a certificate does not hold a " + type.getName());
    }
    try {
      return reading.apply(text);
    } catch (DateTimeException e) {
      throw unexpected();
    }
  }

  private Object constant(Object[] constants, String text) {
    for (Object constant : constants) {
      if (RecordForm.word((Enum<?>) constant).equals(text)) {
        return constant;
      }
    }
    throw unexpected();
  }

  private List<Object> list(Type element) {
    require(JsonToken.START_ARRAY);
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object value = value(element);
      if (value == null) {
        throw unexpected();
      }
      list.add(value);
    }
    return list;
  }

  private Object record(RecordForm form) {
    if (form.isOneValue()) {
      return made(form, new Object[] {value(form.parts().get(0).type())});
    }
    require(JsonToken.START_OBJECT);
    Map<String, Integer> places = new HashMap<>();
    for (RecordForm.Part part : form.parts()) {
      places.put(part.name(), places.size());
    }
    @Nullable Object[] values = new Object[places.size()];
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      Integer place = places.get(parser.currentName());
      if (place == null) {
        throw unexpected();
      }
      parser.nextToken();
      values[place] = value(form.parts().get(place).type());
    }
    for (int place = 0; place < values.length; place++) {
      if (values[place] == null) {
        values[place] = absent(form.parts().get(place));
      }
    }
    return made(form, values);
  }

  /** Only what is optional may be missing. */
  private static Object absent(RecordForm.Part part) {
    if (part.type() instanceof ParameterizedType generic
        && generic.getRawType() == Optional.class) {
      return Optional.empty();
    }
    throw new IllegalArgumentException("it has no member '" + part.name() + "'");
  }

  /** The record's own reason if it refuses. */
  private Object made(RecordForm form, @Nullable Object[] values) {
    try {
      return form.constructor().newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused
          && refused.getClass() == IllegalArgumentException.class
          && refused.getMessage() != null) {
        throw new IllegalArgumentException(refused.getMessage());
      }
      throw unexpected();
    } catch (IllegalArgumentException e) { // a number that is missing
      throw unexpected();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + form.constructor(), e);
    }
  }

  private boolean truth() {
    if (parser.currentToken() != JsonToken.VALUE_TRUE
        && parser.currentToken() != JsonToken.VALUE_FALSE) {
      throw unexpected();
    }
    return parser.getBooleanValue();
  }

  private String text() {
    require(JsonToken.VALUE_STRING);
    return parser.getString();
  }

  private void require(JsonToken token) {
    if (parser.currentToken() != token) {
      throw unexpected();
    }
  }

  private IllegalArgumentException unexpected() {
    return unexpected(parser.currentTokenLocation());
  }

  private static IllegalArgumentException unexpected(@Nullable TokenStreamLocation at) {
    return new IllegalArgumentException(
        "it is not JSON of the expected form"
            + (at == null ? "" : " (line " + at.getLineNr() + ")"));
  }
}
