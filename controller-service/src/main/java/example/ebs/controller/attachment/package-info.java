/** Attachments: which device name a volume gets on a node, and waiting for EC2 to follow. */
@NullMarked
package example.ebs.controller.attachment;

import org.jspecify.annotations.NullMarked;
