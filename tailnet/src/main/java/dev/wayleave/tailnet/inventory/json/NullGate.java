package dev.wayleave.tailnet.inventory.json;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Refuses nulls that JSON brings where the model has none.
///
/// The compiler proves this for our own code; for a file from outside it is checked once, here, by
/// the same annotations.
final class NullGate {
  private static final ConcurrentMap<Class<?>, List<RecordComponent>> REQUIRED =
      new ConcurrentHashMap<>();

  private NullGate() {}

  /// Returns the record, or throws with the name of the component that is null.
  static <T> T check(T value) {
    if (value instanceof Record) {
      for (RecordComponent component : required(value.getClass())) {
        Object part = read(component, value);
        if (part == null) {
          throw new IllegalArgumentException(
              "the field \"" + component.getName() + "\" may not be null");
        }
        check(part);
      }
    } else if (value instanceof Collection<?> parts) {
      parts.forEach(NullGate::check);
    }
    return value;
  }

  private static List<RecordComponent> required(Class<?> type) {
    return REQUIRED.computeIfAbsent(
        type,
        record ->
            Arrays.stream(record.getRecordComponents())
                .filter(component -> !component.getType().isPrimitive())
                .filter(
                    component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .toList());
  }

  private static @Nullable Object read(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new LinkageError("accessors of public records are public and do not throw", e);
    }
  }
}
