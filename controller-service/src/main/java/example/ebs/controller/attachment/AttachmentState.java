package example.ebs.controller.attachment;

/** How far a volume is attached to one node. */
public sealed interface AttachmentState {
  /** Not at all. */
  record Detached() implements AttachmentState {}

  /** On its way there, under that device name. */
  record Attaching(String device) implements AttachmentState {}

  /** There, under that device name. */
  record Attached(String device) implements AttachmentState {}

  /** On its way back. */
  record Detaching() implements AttachmentState {}

  /** Asked to come back, but the node still has it mounted or open. */
  record Busy() implements AttachmentState {}
}
