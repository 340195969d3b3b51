package dev.wayleave.tailnet.inventory;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.wayleave.tailnet.model.SecretText;

/// A column's value exactly as the source stores it, so that a way back can write it again.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
  @JsonSubTypes.Type(RawValue.Null.class),
  @JsonSubTypes.Type(RawValue.Int.class),
  @JsonSubTypes.Type(RawValue.Real.class),
  @JsonSubTypes.Type(RawValue.Text.class),
  @JsonSubTypes.Type(RawValue.Blob.class),
  @JsonSubTypes.Type(RawValue.Hidden.class)
})
public sealed interface RawValue {
  /// SQL NULL.
  @JsonTypeName("null")
  record Null() implements RawValue {}

  /// A 64-bit integer.
  @JsonTypeName("int")
  record Int(long v) implements RawValue {}

  /// A floating-point number.
  @JsonTypeName("real")
  record Real(double v) implements RawValue {}

  /// A text: in SQLite every text, in Postgres every type that is none of the others, as Postgres
  /// prints it.
  @JsonTypeName("text")
  record Text(String v) implements RawValue {}

  /// Bytes, as base64.
  @JsonTypeName("blob")
  record Blob(String v) implements RawValue {}

  /// A value of a column that holds a secret; the hidden text is the JSON of the value itself.
  @JsonTypeName("secret")
  record Hidden(SecretText v) implements RawValue {}
}
