package org.quietus.certificate.seal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How a record is written as JSON: an object of its components, or its only component if that is a
 * {@link JsonValue}.
 */
record RecordForm(Constructor<?> constructor, List<Part> parts, boolean isOneValue) {
  private static final Map<Class<?>, RecordForm> KNOWN = new ConcurrentHashMap<>();
  private static final Map<Enum<?>, String> WORDS = new ConcurrentHashMap<>();

  /** One component, by its name in JSON. */
  record Part(String name, Type type, Method accessor) {}

  static RecordForm of(Class<?> type) {
    RecordForm known = KNOWN.get(type);
    if (known == null) {
      known = made(type);
      KNOWN.put(type, known);
    }
    return known;
  }

  private static RecordForm made(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return new RecordForm(
          constructor,
          Arrays.stream(components).map(RecordForm::part).toList(),
          components.length == 1
              && components[0].getAccessor().isAnnotationPresent(JsonValue.class));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its canonical constructor", e);
    }
  }

  private static Part part(RecordComponent component) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    JsonProperty name = accessor.getAnnotation(JsonProperty.class);
    return new Part(
        name == null ? component.getName() : name.value(), component.getGenericType(), accessor);
  }

  /** The value of one of a record's parts. */
  @Nullable Object value(Record record, Part part) {
    return called(part.accessor(), record);
  }

  /** How a constant is written: what its {@link JsonValue} method gives, else its name. */
  static String word(Enum<?> constant) {
    String known = WORDS.get(constant);
    if (known == null) {
      known =
          Arrays.stream(constant.getDeclaringClass().getDeclaredMethods())
              .filter(method -> method.isAnnotationPresent(JsonValue.class))
              .findFirst()
              .map(
                  method -> {
                    method.setAccessible(true);
                    return String.valueOf(called(method, constant));
                  })
              .orElseGet(constant::name);
      WORDS.put(constant, known);
    }
    return known;
  }

  private static @Nullable Object called(Method method, Object of) {
    try {
      return method.invoke(of);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + method, e);
    }
  }
}
