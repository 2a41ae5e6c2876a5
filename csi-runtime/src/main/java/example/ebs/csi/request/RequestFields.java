package example.ebs.csi.request;

import example.ebs.csi.failure.Failure;
import java.util.List;

/** Fields that a request must have; all of them are asked for before anything is looked up. */
public final class RequestFields {
  private RequestFields() {}

  /**
   * Returns the value.
   *
   * @throws Failure.InvalidRequest when it is empty, which in proto3 is the same as missing
   */
  public static String required(String field, String value) {
    if (value.isEmpty()) {
      throw missing(field);
    }
    return value;
  }

  /**
   * Returns the values.
   *
   * @throws Failure.InvalidRequest when there are none
   */
  public static <T> List<T> required(String field, List<T> values) {
    if (values.isEmpty()) {
      throw missing(field);
    }
    return values;
  }

  /** The failure for a field that is required and missing. */
  public static Failure.InvalidRequest missing(String field) {
    return new Failure.InvalidRequest(field + " is required and missing from the request");
  }
}
