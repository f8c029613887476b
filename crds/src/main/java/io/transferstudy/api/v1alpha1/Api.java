package io.transferstudy.api.v1alpha1;

/** Names of the API that more than one class needs. */
public final class Api {
  /** The API group. */
  public static final String GROUP = "transferstudy.io";

  /** The version of these records. */
  public static final String VERSION = "v1alpha1";

  /** An RFC 1123 label, anchored for the schema. */
  static final String LABEL = "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$";

  /** A SHA-256 digest in hexadecimal. */
  static final String SHA256 = "^[0-9a-f]{64}$";

  private Api() {}
}
