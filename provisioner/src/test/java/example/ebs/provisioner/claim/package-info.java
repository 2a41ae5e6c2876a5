@NullMarked
package example.ebs.provisioner.claim;

import org.jspecify.annotations.NullMarked;
