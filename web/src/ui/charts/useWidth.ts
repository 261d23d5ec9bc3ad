/* How wide an element is, kept in step with the page. */
import { useEffect, useRef, useState, type RefObject } from "react";

export function useWidth<T extends Element>(fallback: number): [RefObject<T | null>, number] {
  const element = useRef<T>(null);
  const [width, setWidth] = useState(fallback);
  useEffect(() => {
    const watched = element.current;
    if (!watched) return undefined;
    const take = () => setWidth(watched.getBoundingClientRect().width || fallback);
    take();
    const observer = new ResizeObserver(take);
    observer.observe(watched);
    return () => observer.disconnect();
  }, [fallback]);
  return [element, width];
}
