@org.jspecify.annotations.NullMarked
package org.quietus.coverage.read;
