/** VolumeAttachments: volumes attached to nodes and detached from them, as Kubernetes asks. */
@NullMarked
package example.ebs.provisioner.attachment;

import org.jspecify.annotations.NullMarked;
