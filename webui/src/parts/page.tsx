/** The frame of a screen: its heading takes the focus on arrival, so that a screen reader says where it is. */
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icons';
import { useNotebook } from './open';
import { back } from './route';
import { dayOfMoment } from '../strings/format';
import { t } from '../strings';

/** For when what held the focus is gone: a keyboard or a screen reader goes on from the top of the screen. */
export function focusHeading(): void {
  document.querySelector('h1')?.focus();
}

interface PageProps {
  title: string;
  named?: string; // what kind of screen it is, where the title is somebody's name: a browser keeps the titles it has shown
  parent?: string; // where "back" leads when there is nothing to go back to; absent on the main screens
  action?: ComponentChildren;
  foot?: ComponentChildren; // stays above the tab bar, within reach of the thumb; what it holds writes, so a past day has none
  wide?: boolean;
  children: ComponentChildren;
}

export function Page(props: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { asOf } = useNotebook();
  useEffect(() => {
    document.title = [props.named ?? props.title, ...(asOf === undefined ? [] : [dayOfMoment(asOf)]), t.app].join(' · ');
  }, [props.named, props.title, asOf]);
  useEffect(() => {
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  const parent = props.parent;
  const foot = asOf === undefined ? props.foot : undefined;
  return (
    <>
      <header class="top">
        {parent === undefined ? null : (
          <button type="button" class="icon-button" aria-label={t.back} onClick={() => back(parent)}><Icon name="back" /></button>
        )}
        <h1 tabIndex={-1} ref={heading}><bdi>{props.title}</bdi></h1>
        {props.action}
      </header>
      <div class={props.wide ? 'page page-wide' : 'page'}>{props.children}</div>
      {foot ? <div class={props.wide ? 'foot foot-wide' : 'foot'}>{foot}</div> : null}
    </>
  );
}

/** What leads to writing: absent where a past day is looked at. */
export function Writing({ children }: { children: ComponentChildren }) {
  return useNotebook().asOf === undefined ? <>{children}</> : null;
}

export function Section(props: { title: string; action?: ComponentChildren; children: ComponentChildren }) {
  const id = useId();
  return (
    <section class="section" aria-labelledby={id}>
      <div class="section-head"><h2 id={id}>{props.title}</h2>{props.action}</div>
      {props.children}
    </section>
  );
}

export function Empty(props: { title: string; help?: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="empty-title">{props.title}</p>
      {props.help ? <p>{props.help}</p> : null}
      {props.children}
    </div>
  );
}

export function Row(props: { href: string; title: ComponentChildren; sub?: ComponentChildren; icon?: IconName; end?: ComponentChildren }) {
  return (
    <li class="row">
      <a class="row-link" href={props.href}>
        {props.icon ? <Icon name={props.icon} /> : null}
        <span class="row-text">
          <span class="row-title">{props.title}</span>
          {props.sub ? <span class="row-sub">{props.sub}</span> : null}
        </span>
        {props.end ? null : <Icon name="next" />}
      </a>
      {props.end}
    </li>
  );
}

export function NotFound() {
  const isPast = useNotebook().asOf !== undefined;
  return <Page title={t.app} parent="#/"><Empty title={isPast ? t.notThere : t.notFound}><a class="button" href="#/">{t.toToday}</a></Empty></Page>;
}
