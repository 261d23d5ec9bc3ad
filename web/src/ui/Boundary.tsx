/* Catches what breaks while a part of the page is drawn, so that the rest stays usable. */
import { Component, type ReactNode } from "react";

interface Props {
  readonly children: ReactNode;
  /** what is shown instead; `again` draws the part anew */
  readonly fallback: (again: () => void) => ReactNode;
}

interface State {
  readonly broken: boolean;
}

export class Boundary extends Component<Props, State> {
  override state: State = { broken: false };

  static getDerivedStateFromError(): State {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? this.props.fallback(() => this.setState({ broken: false })) : this.props.children;
  }
}
