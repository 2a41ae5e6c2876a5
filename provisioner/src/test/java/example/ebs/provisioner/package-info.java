@NullMarked
package example.ebs.provisioner;

import org.jspecify.annotations.NullMarked;
