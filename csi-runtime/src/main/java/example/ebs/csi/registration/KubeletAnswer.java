package example.ebs.csi.registration;

/** What the kubelet has said about the driver since its socket was last offered. */
sealed interface KubeletAnswer {

  /** Nothing yet. */
  record Awaited() implements KubeletAnswer {}

  /** It uses the driver. */
  record Confirmed() implements KubeletAnswer {}

  /**
   * It does not, and will not try again by itself.
   *
   * @param reason in the kubelet's words
   */
  record Refused(String reason) implements KubeletAnswer {}
}
