@NullMarked
package example.ebs.provisioner.attachment;

import org.jspecify.annotations.NullMarked;
